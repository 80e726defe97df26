/// The sizes and constants of a Qwen2 model.
public struct LlamaConfiguration: Equatable, Sendable {
  /// The number of token ids.
  public var vocabularySize: Int
  /// The number of values a position between layers.
  public var hiddenSize: Int
  /// The number of layers.
  public var layers: Int
  /// The number of query heads; a multiple of `kvHeads`.
  public var heads: Int
  /// The number of key/value heads.
  public var kvHeads: Int
  /// The number of values of a head; even.
  public var headDim: Int
  /// The number of values a position between gate and down projection.
  public var feedForwardSize: Int
  /// The base of the rotary angles.
  public var ropeBase: Double
  /// What RMSNorm adds to the mean square.
  public var epsilon: Float
  /// The number of positions that the model was made for.
  public var contextLength: Int

  /// A configuration.
  public init(
    vocabularySize: Int, hiddenSize: Int, layers: Int, heads: Int, kvHeads: Int, headDim: Int, feedForwardSize: Int,
    ropeBase: Double = 1e6, epsilon: Float = 1e-6, contextLength: Int = 32768
  ) {
    (self.vocabularySize, self.hiddenSize, self.layers) = (vocabularySize, hiddenSize, layers)
    (self.heads, self.kvHeads, self.headDim) = (heads, kvHeads, headDim)
    (self.feedForwardSize, self.ropeBase, self.epsilon) = (feedForwardSize, ropeBase, epsilon)
    self.contextLength = contextLength
  }

  /// The number of values of all query heads.
  public var queryWidth: Int { heads * headDim }
  /// The number of values of all key, or value, heads.
  public var kvWidth: Int { kvHeads * headDim }

  /// The number of values a position of a stage; 0 for stages that the model does not have, and for
  /// scores, whose width is that of the cache.
  func width(of stage: Stage) -> Int {
    switch stage {
    case .embedding, .attnNorm, .attnOut, .postAttnResidual, .ffnNorm, .ffnOut, .postFfnResidual, .finalNorm:
      hiddenSize
    case .qkvMatmul, .qkvBias: queryWidth + 2 * kvWidth
    case .qPostRope, .attention: queryWidth
    case .kPostRope: kvWidth
    case .ffnGate, .ffnUp, .ffnSilu, .ffnSwigl: feedForwardSize
    case .lmHead: vocabularySize
    case .attnScores, .attnSoftmax, .ffnGelu: 0
    }
  }
}
