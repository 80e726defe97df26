extension GPTNeoConfiguration {
  /// The configuration of a config.json of transformers.
  init(_ config: ConfigurationFile) throws {
    let activation = config.text("activation_function") ?? "missing"
    guard activation == "gelu_new" else {
      throw ModelFileError(path: config.path, reason: "activation_function is \(activation); gelu_new is computed")
    }
    let (hidden, heads, layers) = (
      try config.size("hidden_size"), try config.size("num_heads"), try config.size("num_layers")
    )
    guard hidden % heads == 0 else {
      throw ModelFileError(path: config.path, reason: "hidden_size \(hidden) is no multiple of \(heads) heads")
    }
    let kinds = try Self.kinds(config)
    guard kinds.count == layers else {
      throw ModelFileError(path: config.path, reason: "\(kinds.count) kinds of attention for \(layers) layers")
    }
    self.init(
      vocabularySize: try config.size("vocab_size"), hiddenSize: hidden,
      feedForwardSize: config.has("intermediate_size") ? try config.size("intermediate_size") : 4 * hidden,
      heads: heads, maximumPositions: try config.size("max_position_embeddings"),
      window: try config.size("window_size"), isLocal: try kinds.map { try Self.isLocal($0, config.path) },
      epsilon: Float(try config.number("layer_norm_epsilon")))
  }

  /// `attention_layers`, or `attention_types` written out: pairs of a list of kinds and how often it comes.
  private static func kinds(_ config: ConfigurationFile) throws -> [String] {
    if let layers = config.texts("attention_layers") { return layers }
    guard let types = config.value("attention_types") as? [[Any]] else {
      throw ModelFileError(path: config.path, reason: "attention_layers and attention_types are missing")
    }
    return try types.flatMap { entry -> [String] in
      guard entry.count == 2, let kinds = entry[0] as? [String], let count = entry[1] as? Int,
        (0...4096).contains(count)
      else { throw ModelFileError(path: config.path, reason: "attention_types is not a list of kinds and counts") }
      return (0..<count).flatMap { _ in kinds }
    }
  }

  private static func isLocal(_ kind: String, _ path: String) throws -> Bool {
    guard kind == "local" || kind == "global" else {
      throw ModelFileError(path: path, reason: "the kind of attention \(kind) is not known")
    }
    return kind == "local"
  }
}
