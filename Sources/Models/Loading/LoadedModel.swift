import Base
import Kernels

/// A model as it was found: its weights, its tokenizer where it has one, and the files that it is made of.
public struct LoadedModel: Sendable {
  /// What kind of model it is.
  public enum Architecture: Sendable {
    case llama(LlamaModel)
    case gptNeo(GPTNeoModel)
  }

  /// The file or folder as it was named.
  public let path: String
  /// The weights.
  public let architecture: Architecture
  /// The files that hold configuration and weights, from `path`, sorted; their digests are the model's.
  public let files: [String]
  /// The file that holds the tokenizer, or nil where there is none.
  public let tokenizerFile: String?

  private let makeTokenizer: @Sendable () throws -> Tokenizer?
  private let makeChatTemplate: @Sendable () throws -> ChatTemplate?

  /// Opens a GGUF or APR file, all parts or shards of it, or a folder with config.json and safetensors.
  ///
  /// Of APR files the check of every byte is compared, which reads them once.
  ///
  /// - Throws: `ModelFileError`; `FileError`.
  public init(path: String) throws {
    self.path = path
    if Files.isFolder(path) {
      let config = PathText.join(path, "config.json")
      let (tensors, weightFiles) = try ModelTensors.inFolder(path)
      architecture = try Self.architecture(ModelConfiguration(json: config), tensors, path)
      files = (weightFiles + [config]).sorted(by: Files.utf8Order)
      let tokenizer = PathText.join(path, "tokenizer.json")
      tokenizerFile = Files.kind(of: tokenizer) == nil ? nil : tokenizer
      makeTokenizer = { [tokenizerFile] in try tokenizerFile.map(Tokenizer.init(json:)) }
      makeChatTemplate = { try ChatTemplate(folder: path) }
    } else if case .apr = try ModelFormat(of: path) {
      let file = try APRFile(path: path)
      try file.verifyChecks()
      architecture = try Self.architecture(file, path)
      files = file.files
      let tokenizer = Files.parent(of: path).map { PathText.join($0, "tokenizer.json") } ?? "tokenizer.json"
      tokenizerFile = Files.kind(of: tokenizer) == nil ? nil : tokenizer
      makeTokenizer = { [tokenizerFile] in try tokenizerFile.map(Tokenizer.init(json:)) }
      makeChatTemplate = { nil }
    } else {
      let file = try GGUFFile(path: path)
      architecture = .llama(try LlamaModel(gguf: file, path: path))
      files = file.files
      let hasTokenizer = file.metadata["tokenizer.ggml.tokens"] != nil
      tokenizerFile = hasTokenizer ? file.files[0] : nil
      makeTokenizer = { hasTokenizer ? try Tokenizer(gguf: file, path: path) : nil }
      makeChatTemplate = { try ChatTemplate(gguf: file, path: path) }
    }
  }

  private static func architecture(
    _ config: ModelConfiguration, _ tensors: TensorSet, _ path: String
  ) throws -> Architecture {
    guard try config.text("model_type") == "gpt_neo" else {
      return .llama(try LlamaModel(config, tensors: tensors, path: path))
    }
    let isTied = try config.flag("tie_word_embeddings", or: true)
    return .gptNeo(try GPTNeoModel(GPTNeoConfiguration(config), tensors: tensors, path: path, isTied: isTied))
  }

  private static func architecture(_ file: APRFile, _ path: String) throws -> Architecture {
    let config = try ModelConfiguration(apr: file, path: path)
    guard try config.text("model_type") == "gpt_neo" else { return .llama(try LlamaModel(apr: file, path: path)) }
    return try architecture(config, file.tensors, path)
  }

  /// The tokenizer, read now; nil where the model has none.
  public func tokenizer() throws -> Tokenizer? { try makeTokenizer() }

  /// The chat template, read now; nil where the model's files have none.
  ///
  /// - Throws: `ModelFileError`; `FileError`.
  public func chatTemplate() throws -> ChatTemplate? { try makeChatTemplate() }

  /// The name of the architecture, as GGUF writes it.
  public var architectureName: String {
    switch architecture {
    case .llama(let model): model.configuration.family.rawValue
    case .gptNeo: "gpt_neo"
    }
  }

  /// A decoder of the model.
  ///
  /// - Throws: `ModelFileError` for the production path of a model that has the reference path alone.
  public func decoder(
    path: ForwardPath, capacity: Int, threads: Int = 1, implementation: Implementation = .preferred
  ) throws -> any Decoder {
    switch architecture {
    case .llama(let model):
      return try LlamaDecoder(
        model, path: path, capacity: capacity, threads: threads, implementation: implementation)
    case .gptNeo(let model):
      guard path == .reference else {
        throw ModelFileError(path: self.path, reason: "GPT-Neo has the reference path only")
      }
      return try GPTNeoDecoder(model, capacity: capacity, threads: threads, implementation: implementation)
    }
  }
}
