import Base

extension ChatTemplate {
  /// The template in the metadata of a GGUF file; nil where it has none.
  ///
  /// - Throws: `ModelFileError` where it is no text.
  public init?(gguf file: GGUFFile, path: String) throws {
    guard let value = file.metadata["tokenizer.chat_template"] else { return nil }
    guard let source = value.string else {
      throw ModelFileError(path: path, reason: "tokenizer.chat_template is not a string")
    }
    var tokens: [String: String] = [:]
    let texts = file.metadata["tokenizer.ggml.tokens"]?.strings ?? []
    for (key, name) in [("bos", "bos_token"), ("eos", "eos_token"), ("unknown", "unk_token"), ("padding", "pad_token")]
    {
      guard let id = file.metadata["tokenizer.ggml.\(key)_token_id"]?.integer else { continue }
      guard texts.indices.contains(id) else {
        throw ModelFileError(path: path, reason: "tokenizer.ggml.\(key)_token_id is \(id), which is not a token")
      }
      tokens[name] = texts[id]
    }
    self.init(source: source, path: path, tokens: tokens)
  }

  /// The template of a folder: chat_template.jinja, or chat_template in tokenizer_config.json; nil where there is none.
  ///
  /// - Throws: `ModelFileError` for another form; `FileError`.
  public init?(folder: String) throws {
    let (template, config) = (
      PathText.join(folder, "chat_template.jinja"), PathText.join(folder, "tokenizer_config.json")
    )
    let settings = Files.kind(of: config) == nil ? nil : try JSONTree.read(config)
    let tokens = try settings.map { try Self.tokens($0, config) } ?? [:]
    if Files.kind(of: template) != nil {
      guard let source = String(validating: try FolderFile.read(template), as: UTF8.self) else {
        throw ModelFileError(path: template, reason: "it is not valid UTF-8")
      }
      self.init(source: source, path: template, tokens: tokens)
    } else if let value = settings?["chat_template"] {
      self.init(source: try Self.source(value, config), path: config, tokens: tokens)
    } else {
      return nil
    }
  }

  /// A template, or that named default of a list.
  private static func source(_ value: JSONTree, _ path: String) throws -> String {
    if let source = value.string { return source }
    let entry = value.array?.first { $0["name"]?.string == "default" }
    guard let source = entry?["template"]?.string else {
      throw ModelFileError(path: path, reason: "chat_template is not a string, and no list with one named default")
    }
    return source
  }

  /// Texts of special tokens: as texts, or as objects with content.
  private static func tokens(_ settings: JSONTree, _ path: String) throws -> [String: String] {
    var tokens: [String: String] = [:]
    for name in ["bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"] {
      guard let value = settings[name] else { continue }
      guard let text = value.string ?? value["content"]?.string else {
        throw ModelFileError(path: path, reason: "\(name) is not a string and has no content")
      }
      tokens[name] = text
    }
    return tokens
  }
}
