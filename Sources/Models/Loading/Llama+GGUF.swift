import Kernels

extension LlamaModel {
  /// The model of a GGUF file.
  ///
  /// - Throws: `ModelFileError` for another architecture, keys or tensors that are missing, not known, or ask for what
  ///   is not computed, and wrong shapes.
  public init(gguf file: GGUFFile, path: String) throws {
    var configuration = try LlamaConfiguration(gguf: file, path: path)
    let ledger = TensorLedger(file.tensors, path: path)
    var expected = Expectation()
    if configuration.family == .llama {
      if let divisors = try Self.divisors(ledger, configuration.headDim) {
        configuration.ropeScaling = try configuration.ropeScaling.divided(by: divisors, path: path)
        try configuration.checkRotation(path: path)
      }
    } else {
      (expected.outputBias, expected.feedForwardBias) = (.absent, .absent)
    }
    try self.init(
      configuration, tensors: file.tensors, names: Self.gguf, path: path, expecting: expected, ledger: ledger)
  }

  /// What Llama 3.1 files have: a divisor of the frequency of each pair.
  private static func divisors(_ ledger: TensorLedger, _ headDim: Int) throws -> [Double]? {
    guard ledger.has("rope_freqs.weight") else { return nil }
    return try ledger.vector("rope_freqs.weight", headDim / 2).map(Double.init)
  }
}

extension LlamaConfiguration {
  /// The configuration that a GGUF file has under the name of its architecture.
  ///
  /// What is not there is what llama.cpp takes for it.
  init(gguf file: GGUFFile, path: String) throws {
    let name = file.metadata["general.architecture"]?.string
    guard let family = name.flatMap(LlamaFamily.init(rawValue:)) else {
      let known = LlamaFamily.allCases.map(\.rawValue).joined(separator: ", ")
      throw ModelFileError(path: path, reason: "general.architecture is \(name ?? "missing"); \(known) can be run")
    }
    let keys = ModelConfiguration(gguf: file.metadata, architecture: family.rawValue, path: path)
    try keys.check(LlamaKeys.gguf)
    guard let embedding = file.tensors["token_embd.weight"] else {
      throw ModelFileError(path: path, tensor: "token_embd.weight", reason: "it is missing")
    }
    let (hidden, layers) = (try keys.size("embedding_length"), try keys.size("block_count"))
    let heads = try keys.size("attention.head_count", layers: layers)
    let headDim = try keys.size("attention.key_length", or: hidden % heads == 0 ? hidden / heads : nil)
    self.init(
      vocabularySize: try keys.size("vocab_size", or: embedding.rows), hiddenSize: hidden, layers: layers, heads: heads,
      kvHeads: try keys.size("attention.head_count_kv", layers: layers, or: heads), headDim: headDim,
      feedForwardSize: try keys.size("feed_forward_length", layers: layers),
      ropeBase: try keys.number("rope.freq_base", or: 1e4),
      epsilon: Float(try keys.number("attention.layer_norm_rms_epsilon")),
      contextLength: try keys.size("context_length"))
    self.family = family
    pairing = family == .llama ? .norm : .neox
    for key in [
      "attention.value_length", "attention.key_length_swa", "attention.value_length_swa", "rope.dimension_count",
      "rope.dimension_count_swa",
    ] where try keys.size(key, or: headDim) != headDim {
      throw keys.error(
        "\(keys.prefix)\(key) is \(try keys.size(key)); only heads of one size, \(headDim), rotated whole, are computed"
      )
    }
    ropeScaling = try RoPE.Scaling(gguf: keys, contextLength: contextLength)
    try readWindow(keys)
    // llama.cpp knows the model of 62 layers, whose scale is another, by its number of layers.
    if family == .gemma3, layers == 62 { attentionScale = Float(1 / Double(hidden / heads).squareRoot()) }
    try checkHeads(path: path)
  }

  /// The window of Gemma 3 and the layers that have it: a pattern of so many layers, the last of each without, or a
  /// truth value a layer. Files of the others have none.
  private mutating func readWindow(_ keys: ModelConfiguration) throws {
    let (sizeKey, patternKey) = ("attention.sliding_window", "attention.sliding_window_pattern")
    guard let size = keys.values[sizeKey], size != .number(0) else { return }
    window = try keys.size(sizeKey)
    guard family == .gemma3 else {
      guard window! >= contextLength else {
        throw keys.error(
          "\(keys.prefix)\(sizeKey) is \(window!); windows of \(family.rawValue) in GGUF are not computed")
      }
      window = nil
      return
    }
    if let flags = try? keys.list(patternKey) {
      isLocal = flags.map { $0 == .bool(true) || ($0.number ?? 0) != 0 }
      guard isLocal.count == layers else {
        throw keys.error("\(keys.prefix)\(patternKey) has \(isLocal.count) values for \(layers) layers")
      }
    } else {
      // 0 is every layer.
      let pattern = keys.values[patternKey] == .number(0) ? layers + 1 : try keys.size(patternKey, or: 6)
      isLocal = (0..<layers).map { ($0 + 1) % pattern != 0 }
    }
    localRopeBase = try keys.number("rope.freq_base_swa", or: 1e4)
  }

  /// What the kernels ask of heads and rotary angles.
  func checkHeads(path: String) throws {
    guard heads % kvHeads == 0, headDim >= 2, headDim % 2 == 0 else {
      throw ModelFileError(
        path: path, reason: "\(heads) query heads, \(kvHeads) key/value heads of size \(headDim) do not fit together")
    }
    try checkRotation(path: path)
  }

  /// What the kernels ask of rotary angles.
  func checkRotation(path: String) throws {
    for base in [ropeBase, localRopeBase ?? ropeBase] where !(base >= 1 && base.isFinite) {
      throw ModelFileError(path: path, reason: "the rope base \(base) is not computed; 1 and more are")
    }
    if let problem = ropeScaling.problem(headDim: headDim, base: ropeBase) {
      throw ModelFileError(
        path: path,
        reason: "rope scaling with \(problem.name) \(problem.value) is not computed; it must be \(problem.requirement)")
    }
  }
}
