import Base

extension Tokenizer {
  /// The tokenizer in the metadata of a GGUF file.
  ///
  /// - Throws: `ModelFileError` for another kind than byte-level BPE, or one whose words are cut in a way
  ///   that is not known here.
  public init(gguf file: GGUFFile, path: String) throws {
    func value(_ key: String) throws -> GGUFValue {
      guard let value = file.metadata["tokenizer.ggml.\(key)"] else {
        throw ModelFileError(path: path, reason: "tokenizer.ggml.\(key) is missing")
      }
      return value
    }
    guard try value("model").string == "gpt2" else {
      throw ModelFileError(path: path, reason: "tokenizer.ggml.model is not gpt2, which is byte-level BPE")
    }
    let words: PreTokenizer
    switch try value("pre").string {
    case "qwen2": words = .qwen2
    case "gpt-2": words = .gpt2
    case let other: throw ModelFileError(path: path, reason: "tokenizer.ggml.pre \(other ?? "") is not known")
    }
    guard let tokens = try value("tokens").strings, let merges = try value("merges").strings else {
      throw ModelFileError(path: path, reason: "tokens or merges of the tokenizer are not texts")
    }
    var literals: Set<Int> = []
    if case .array(_, let kinds)? = file.metadata["tokenizer.ggml.token_type"] {
      // 3 is a control token, 4 one that a user has added.
      literals = Set(kinds.indices.filter { kinds[$0].integer == 3 || kinds[$0].integer == 4 })
    }
    try self.init(
      tokens: tokens, merges: try merges.map { try Self.pair($0, path) }, literals: literals, preTokenizer: words,
      path: path)
  }

  /// The tokenizer in a tokenizer.json.
  ///
  /// - Throws: `ModelFileError` as of GGUF files; `FileError`.
  public init(json path: String) throws {
    let file = try ConfigurationFile(path: path)
    guard let model = file.object("model"), model.text("type") == "BPE",
      let vocabulary = model.value("vocab") as? [String: Int], let merges = model.value("merges") as? [Any]
    else { throw ModelFileError(path: path, reason: "model is not BPE with vocab and merges") }
    var isNormalizing = false
    if let normalizer = file.object("normalizer") {
      guard normalizer.text("type") == "NFC" else {
        throw ModelFileError(path: path, reason: "the normalizer \(normalizer.text("type") ?? "") is not known")
      }
      isNormalizing = true
    }
    let added = (file.value("added_tokens") as? [[String: Any]] ?? []).compactMap { entry -> (Int, String)? in
      guard let id = entry["id"] as? Int, let content = entry["content"] as? String else { return nil }
      return (id, content)
    }
    let entries = vocabulary.map { ($0.value, $0.key) } + added
    guard let largest = entries.map(\.0).max(), entries.allSatisfy({ (0..<1 << 24).contains($0.0) }) else {
      throw ModelFileError(path: path, reason: "the ids of vocab are not in 0..<16777216")
    }
    var tokens = [String?](repeating: nil, count: largest + 1)
    for (id, token) in entries { tokens[id] = token }
    try self.init(
      tokens: tokens,
      merges: try merges.map { merge in
        if let text = merge as? String { return try Self.pair(text, path) }
        guard let parts = merge as? [String], parts.count == 2 else {
          throw ModelFileError(path: path, reason: "a merge is not two texts")
        }
        return Pair(left: parts[0], right: parts[1])
      },
      literals: Set(added.map(\.0)), preTokenizer: try Self.words(file), isNormalizing: isNormalizing, path: path)
  }

  private static func pair(_ text: String, _ path: String) throws -> Pair {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      throw ModelFileError(path: path, reason: "the merge \"\(text)\" is not two pieces with a blank between")
    }
    return Pair(left: String(parts[0]), right: String(parts[1]))
  }

  /// ByteLevel with its own expression is GPT-2's; a Split with Qwen2's expression before it is Qwen2's.
  private static func words(_ file: ConfigurationFile) throws -> PreTokenizer {
    guard let step = file.object("pre_tokenizer") else {
      throw ModelFileError(path: file.path, reason: "pre_tokenizer is missing")
    }
    if step.text("type") == "ByteLevel", !step.isTrue("add_prefix_space"), step.value("use_regex") as? Bool ?? true {
      return .gpt2
    }
    let steps = (step.value("pretokenizers") as? [[String: Any]] ?? []).map {
      ConfigurationFile(path: file.path, members: $0)
    }
    guard steps.count == 2, steps[0].object("pattern")?.text("Regex") == qwen2Expression,
      steps[0].text("behavior") == "Isolated", steps[1].text("type") == "ByteLevel",
      !steps[1].isTrue("add_prefix_space"), steps[1].value("use_regex") as? Bool == false
    else { throw ModelFileError(path: file.path, reason: "the pre_tokenizer is not GPT-2's and not Qwen2's") }
    return .qwen2
  }

  static let qwen2Expression =
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
}
