import Base
import Kernels
import Models

/// One captured forward pass of a model.
public struct TraceRun {
  /// What is run and captured.
  public struct Request: Sendable {
    /// The text; nil where ids are given.
    public var prompt: Prompt?
    /// What was made of the text; nil where ids are given.
    public var encoded: EncodedPrompt?
    /// The token ids.
    public var tokens: [Int]
    /// What is captured.
    public var selection: StageSelection
    /// How matrices are multiplied.
    public var path: ForwardPath
    /// How many tokens are chosen greedily after the pass.
    public var generated: Int
    /// Changes no bit.
    public var threads: Int
    /// Changes no bit.
    public var implementation: Implementation
    /// What the manifest shows of what it was made with.
    public var environment = TraceManifest.Environment()

    /// A request for everything of the reference path, for a text.
    public init(
      prompt: Prompt, encoded: EncodedPrompt, selection: StageSelection = .all, path: ForwardPath = .reference,
      generated: Int = 0, threads: Int = 1
    ) {
      self.init(tokens: encoded.ids, selection: selection, path: path, generated: generated, threads: threads)
      (self.prompt, self.encoded) = (prompt, encoded)
    }

    /// A request for everything of the reference path.
    public init(
      tokens: [Int], selection: StageSelection = .all, path: ForwardPath = .reference,
      generated: Int = 0, threads: Int = 1, implementation: Implementation = .preferred
    ) {
      (self.tokens, self.selection, self.path) = (tokens, selection, path)
      (self.generated, self.threads, self.implementation) = (generated, threads, implementation)
    }
  }

  /// Runs a model and writes the captures and the manifest into a folder.
  ///
  /// - Throws: `SelectionError` for stages or layers that the model lacks; `ModelFileError`; `DecoderError`;
  ///   `FileError`, also where the folder holds another trace.
  public static func write(_ request: Request, of model: LoadedModel, to folder: String) throws -> TraceManifest {
    let path = PathText.join(folder, TraceManifest.fileName)
    guard Files.kind(of: path) == nil else {
      throw FileError(action: "write", path: folder, reason: "it holds a trace; name another folder or remove it")
    }
    let writer = TraceWriter(folder: folder, selection: request.selection)
    var manifest = try run(request, of: model, sink: writer)
    manifest.stages = writer.stages
    try Files.replace(path, with: manifest.json.canonicalBytes)
    return manifest
  }

  /// Runs a model with a sink; the manifest lists no stages.
  ///
  /// - Parameter digests: of the model's files, where they are known already.
  static func run(
    _ request: Request, of model: LoadedModel, sink: any StageSink, digests: SourceDigests? = nil
  ) throws -> TraceManifest {
    let digests = digests ?? SourceDigests(of: model)
    let decoder = try model.decoder(
      path: request.path, capacity: request.tokens.count + max(request.generated - 1, 0), threads: request.threads,
      implementation: request.implementation)
    try check(request.selection, decoder)
    let logits = try decoder.forward(request.tokens, sink: sink)
    var out: [Int] = []
    if request.generated > 0 {
      guard let first = LlamaDecoder.argmax(logits) else {
        throw DecoderError.notANumber(position: request.tokens.count - 1)
      }
      out = [first] + (try decoder.greedy([first], count: request.generated - 1))
    }
    return TraceManifest(
      model: model.path, architecture: model.architectureName, sources: try model.files.map { try digests[$0] },
      tokenizer: try model.tokenizerFile.map { try digests[$0] }, configuration: model.configurationJSON,
      path: request.path, selection: request.selection, prompt: request.prompt?.text,
      isSpecial: request.prompt?.isSpecial ?? false, chat: request.chat, tokensIn: request.tokens, tokensOut: out,
      topLogits: top(logits, 5), stages: [], environment: request.environment)
  }

  private static func check(_ selection: StageSelection, _ decoder: any Decoder) throws {
    if let layers = selection.layers, layers.upperBound >= decoder.layerCount {
      throw SelectionError.noSuchLayer(layers.upperBound, layers: decoder.layerCount)
    }
    guard selection.stages.count < Stage.allCases.count else { return }
    let missing = Stage.allCases.filter { selection.stages.contains($0) && !decoder.stages.contains($0) }
    guard missing.isEmpty else { throw SelectionError.notInModel(missing.map(\.rawValue)) }
  }

  /// The largest values with their indices, largest first, of equals the lowest index; NaN last.
  private static func top(_ logits: [Float], _ count: Int) -> [TraceManifest.Logit] {
    func rank(_ value: Float) -> Float { value.isNaN ? -.infinity : value }
    // Few of 150,000 are wanted: kept in order, each new one behind its equals.
    var best: [Int] = []
    for (index, value) in logits.enumerated()
    where best.count < count || rank(value) > rank(logits[best[count - 1]]) {
      best.insert(index, at: best.firstIndex { rank(logits[$0]) < rank(value) } ?? best.count)
      if best.count > count { best.removeLast() }
    }
    return best.map { .init(id: $0, value: logits[$0]) }
  }
}

extension TraceRun.Request {
  /// What a manifest says of a conversation.
  fileprivate var chat: TraceManifest.Chat? {
    guard let chat = prompt?.chat, let template = encoded?.template, let rendered = encoded?.rendered else {
      return nil
    }
    return .init(system: chat.system, template: template, rendered: rendered)
  }
}

extension LoadedModel {
  /// Sizes and constants for a manifest; floats as bit patterns.
  var configurationJSON: [String: JSON] {
    switch architecture {
    case .llama(let model): return model.configuration.json
    case .gptNeo(let model):
      let c = model.configuration
      return [
        "vocabulary_size": .integer(c.vocabularySize), "hidden_size": .integer(c.hiddenSize),
        "layers": .integer(c.isLocal.count), "heads": .integer(c.heads),
        "feed_forward_size": .integer(c.feedForwardSize), "window": .integer(c.window),
        "local": .array(c.isLocal.map(JSON.bool)), "epsilon_bits": .string(FloatText.bits(c.epsilon)),
      ]
    }
  }
}
