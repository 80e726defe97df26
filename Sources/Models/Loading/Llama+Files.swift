extension LlamaModel {
  /// The model of a GGUF file.
  ///
  /// - Throws: `ModelFileError` for another architecture, missing keys or tensors, wrong shapes.
  public init(gguf file: GGUFFile, path: String) throws {
    try self.init(LlamaConfiguration(gguf: file, path: path), tensors: file.tensors, names: Self.gguf, path: path)
  }
}

extension LlamaConfiguration {
  /// The configuration that a GGUF file has under `qwen2.*`.
  init(gguf file: GGUFFile, path: String) throws {
    let metadata = file.metadata
    guard let name = metadata["general.architecture"]?.string, name == "qwen2" else {
      throw ModelFileError(
        path: path,
        reason: "general.architecture is \(metadata["general.architecture"]?.string ?? "missing"); qwen2 can be run")
    }
    func size(_ key: String) throws -> Int {
      guard let value = metadata["qwen2.\(key)"]?.integer, (1..<1 << 31).contains(value) else {
        throw ModelFileError(path: path, reason: "qwen2.\(key) is missing or no positive integer below 2^31")
      }
      return value
    }
    func number(_ key: String, or standard: Double? = nil) throws -> Double {
      guard let value = metadata["qwen2.\(key)"]?.number ?? standard, value.isFinite else {
        throw ModelFileError(path: path, reason: "qwen2.\(key) is missing or no number")
      }
      return value
    }
    if let scaling = metadata["qwen2.rope.scaling.type"]?.string, scaling != "none" {
      throw ModelFileError(path: path, reason: "rope scaling \(scaling) is not computed")
    }
    guard let embedding = file.tensors["token_embd.weight"] else {
      throw ModelFileError(path: path, tensor: "token_embd.weight", reason: "it is missing")
    }
    let (hidden, heads) = (try size("embedding_length"), try size("attention.head_count"))
    let headDim = metadata["qwen2.attention.key_length"] == nil ? hidden / heads : try size("attention.key_length")
    self.init(
      vocabularySize: embedding.rows, hiddenSize: hidden, layers: try size("block_count"), heads: heads,
      kvHeads: try size("attention.head_count_kv"), headDim: headDim,
      feedForwardSize: try size("feed_forward_length"), ropeBase: try number("rope.freq_base", or: 1e4),
      epsilon: Float(try number("attention.layer_norm_rms_epsilon")), contextLength: try size("context_length"))
    try checkHeads(path: path)
  }

  /// The configuration of a config.json of transformers.
  init(_ config: ConfigurationFile) throws {
    // Version 5 keeps what concerns rotary positions in an object of its own.
    let rope = config.object("rope_parameters") ?? config
    if let kind = rope.text("rope_type") ?? config.object("rope_scaling")?.text("rope_type"), kind != "default" {
      throw ModelFileError(path: config.path, reason: "rope scaling \(kind) is not computed")
    }
    guard !config.isTrue("use_sliding_window") else {
      throw ModelFileError(path: config.path, reason: "a sliding window is not computed")
    }
    let (hidden, heads) = (try config.size("hidden_size"), try config.size("num_attention_heads"))
    self.init(
      vocabularySize: try config.size("vocab_size"), hiddenSize: hidden, layers: try config.size("num_hidden_layers"),
      heads: heads, kvHeads: try config.size("num_key_value_heads"),
      headDim: config.has("head_dim") ? try config.size("head_dim") : hidden / heads,
      feedForwardSize: try config.size("intermediate_size"), ropeBase: try rope.number("rope_theta"),
      epsilon: Float(try config.number("rms_norm_eps")), contextLength: try config.size("max_position_embeddings"))
    try checkHeads(path: config.path)
  }

  /// What the kernels ask of heads.
  private func checkHeads(path: String) throws {
    guard heads % kvHeads == 0, headDim >= 2, headDim % 2 == 0 else {
      throw ModelFileError(
        path: path, reason: "\(heads) query heads, \(kvHeads) key/value heads of size \(headDim) do not fit together")
    }
  }
}
