extension GPTNeoConfiguration {
  /// The configuration of a config.json of transformers.
  ///
  /// - Throws: `ModelFileError` that names a key at fault.
  init(_ config: ModelConfiguration) throws {
    try config.check(LlamaKeys.gptNeo)
    // What is not there is what the class of transformers has.
    let activation = try config.text("activation_function") ?? "gelu_new"
    guard activation == "gelu_new" else {
      throw ModelFileError(path: config.path, reason: "activation_function is \(activation); gelu_new is computed")
    }
    let (hidden, heads, layers) = (
      try config.size("hidden_size"), try config.size("num_heads"), try config.size("num_layers")
    )
    guard hidden % heads == 0 else {
      throw ModelFileError(path: config.path, reason: "hidden_size \(hidden) is not a multiple of \(heads) heads")
    }
    let kinds = try Self.kinds(config)
    guard kinds.count == layers else {
      throw ModelFileError(path: config.path, reason: "\(kinds.count) kinds of attention for \(layers) layers")
    }
    self.init(
      vocabularySize: try config.size("vocab_size"), hiddenSize: hidden,
      feedForwardSize: config.has("intermediate_size") ? try config.size("intermediate_size") : 4 * hidden,
      heads: heads, maximumPositions: try config.size("max_position_embeddings", or: 2048),
      window: try config.size("window_size", or: 256), isLocal: try kinds.map { try Self.isLocal($0, config.path) },
      epsilon: Float(try config.number("layer_norm_epsilon", or: 1e-5)))
  }

  /// `attention_types` written out, pairs of a list of kinds and how often it comes; `attention_layers` is the same
  /// and must not contradict it.
  private static func kinds(_ config: ModelConfiguration) throws -> [String] {
    func texts(_ values: [ConfigurationValue]) throws -> [String] {
      try values.map {
        guard case .text(let kind) = $0 else { throw config.error("\($0) is not a kind of attention") }
        return kind
      }
    }
    let layers = try config.list("attention_layers").map(texts)
    guard let types = try config.list("attention_types") else {
      guard let layers else { throw config.error("attention_layers and attention_types are missing") }
      return layers
    }
    var kinds: [String] = []
    for entry in types {
      guard case .list(let pair) = entry, pair.count == 2, case .list(let names) = pair[0],
        let count = pair[1].integer, (0...4096).contains(count), kinds.count + count * names.count <= 4096
      else { throw config.error("attention_types is not a list of kinds and counts, of 4096 layers at most") }
      let cycle = try texts(names)
      kinds += (0..<count).flatMap { _ in cycle }
    }
    guard layers == nil || layers == kinds else {
      throw config.error("attention_layers and attention_types contradict")
    }
    return kinds
  }

  private static func isLocal(_ kind: String, _ path: String) throws -> Bool {
    guard kind == "local" || kind == "global" else {
      throw ModelFileError(path: path, reason: "the kind of attention \(kind) is not known")
    }
    return kind == "local"
  }
}
