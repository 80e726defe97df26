/// The sizes and constants of a GPT-Neo model.
public struct GPTNeoConfiguration: Equatable, Sendable {
  /// The number of token ids.
  public var vocabularySize: Int
  /// The number of values a position between layers.
  public var hiddenSize: Int
  /// The number of values a position inside the feed-forward part.
  public var feedForwardSize: Int
  /// The number of heads; `hiddenSize` is a multiple of it.
  public var heads: Int
  /// The number of learned positions.
  public var maximumPositions: Int
  /// How many positions a local layer sees, the own one included.
  public var window: Int
  /// Whether each layer is local.
  public var isLocal: [Bool]
  /// What LayerNorm adds to the variance.
  public var epsilon: Float

  /// A configuration.
  public init(
    vocabularySize: Int, hiddenSize: Int, feedForwardSize: Int, heads: Int, maximumPositions: Int, window: Int,
    isLocal: [Bool], epsilon: Float = 1e-5
  ) {
    (self.vocabularySize, self.hiddenSize, self.feedForwardSize) = (vocabularySize, hiddenSize, feedForwardSize)
    (self.heads, self.maximumPositions, self.window) = (heads, maximumPositions, window)
    (self.isLocal, self.epsilon) = (isLocal, epsilon)
  }

  /// The number of values of a head.
  public var headDim: Int { hiddenSize / heads }

  /// The number of values a position of a stage; 0 for stages that the model does not have, and for scores.
  func width(of stage: Stage) -> Int {
    switch stage {
    case .embedding, .attnNorm, .attention, .attnOut, .postAttnResidual, .ffnNorm, .ffnOut, .postFfnResidual,
      .finalNorm:
      hiddenSize
    case .qkvMatmul: 3 * hiddenSize
    case .ffnUp, .ffnGelu: feedForwardSize
    case .lmHead: vocabularySize
    default: 0
    }
  }
}

/// The configuration and weights of a GPT-Neo model, from safetensors.
public struct GPTNeoModel: Sendable {
  /// Sizes and constants.
  public let configuration: GPTNeoConfiguration
  /// [vocabulary][hidden].
  let embedding: Tensor
  /// [vocabulary][hidden]; the embedding where the file has none of its own.
  let head: Tensor
  /// [positions][hidden].
  let positions: Tensor
  let layers: [Layer]
  let finalNorm: Norm

  struct Norm: Sendable {
    let weight, bias: [Float]
  }

  struct Layer: Sendable {
    let attnNorm, ffnNorm: Norm
    let query, key, value, output, up, down: Tensor
    let outputBias, upBias, downBias: [Float]
  }

  /// Collects the weights and checks every shape against the configuration.
  ///
  /// - Parameter isTied: whether the head may be missing; one that is there is used all the same, as transformers does.
  /// - Throws: `ModelFileError` that names the tensor: missing, of another shape or type, or no part of the model.
  package init(_ configuration: GPTNeoConfiguration, tensors: TensorSet, path: String, isTied: Bool = true) throws {
    let c = configuration
    // Checkpoints of the bare model lack the prefix.
    let prefix = tensors["transformer.wte.weight"] == nil ? "" : "transformer."
    let find = TensorLedger(tensors, path: path)
    func norm(_ name: String) throws -> Norm {
      Norm(
        weight: try find.vector("\(prefix)\(name).weight", c.hiddenSize),
        bias: try find.vector("\(prefix)\(name).bias", c.hiddenSize))
    }
    self.configuration = configuration
    embedding = try find.matrix("\(prefix)wte.weight", c.vocabularySize, c.hiddenSize)
    head =
      isTied && !find.has("lm_head.weight")
      ? embedding : try find.matrix("lm_head.weight", c.vocabularySize, c.hiddenSize)
    positions = try find.matrix("\(prefix)wpe.weight", c.maximumPositions, c.hiddenSize)
    finalNorm = try norm("ln_f")
    layers = try c.isLocal.indices.map { layer in
      let start = "\(prefix)h.\(layer)."
      func matrix(_ name: String, _ rows: Int, _ columns: Int) throws -> Tensor {
        try find.matrix("\(start)\(name).weight", rows, columns)
      }
      func bias(_ name: String, _ count: Int) throws -> [Float] { try find.vector("\(start)\(name).bias", count) }
      let (hidden, wide) = (c.hiddenSize, c.feedForwardSize)
      return Layer(
        attnNorm: try norm("h.\(layer).ln_1"), ffnNorm: try norm("h.\(layer).ln_2"),
        query: try matrix("attn.attention.q_proj", hidden, hidden),
        key: try matrix("attn.attention.k_proj", hidden, hidden),
        value: try matrix("attn.attention.v_proj", hidden, hidden),
        output: try matrix("attn.attention.out_proj", hidden, hidden), up: try matrix("mlp.c_fc", wide, hidden),
        down: try matrix("mlp.c_proj", hidden, wide), outputBias: try bias("attn.attention.out_proj", hidden),
        upBias: try bias("mlp.c_fc", wide), downBias: try bias("mlp.c_proj", hidden))
    }
    // Older checkpoints hold the masks of attention, which follow from the configuration.
    try find.finish { $0.hasSuffix(".attn.attention.bias") || $0.hasSuffix(".attn.attention.masked_bias") }
  }
}
