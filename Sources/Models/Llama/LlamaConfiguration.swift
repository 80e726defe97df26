import Kernels

/// The sizes and constants of a model of the Llama family.
public struct LlamaConfiguration: Equatable, Sendable {
  /// Which steps the model has.
  public var family = LlamaFamily.qwen2
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
  /// Which values form a rotary pair.
  public var pairing = RoPE.Pairing.neox
  /// How the angles are changed for more positions.
  public var ropeScaling = RoPE.Scaling.none
  /// What scores are multiplied by; nil for one over the root of `headDim`.
  public var attentionScale: Float?
  /// How many positions a query of a local layer sees, its own included.
  public var window: Int?
  /// Whether each layer is local; empty where none is.
  public var isLocal: [Bool] = []
  /// The base of the angles of local layers, which are then not scaled; nil where they are those of the others.
  public var localRopeBase: Double?
  /// Whether query, key and value have biases.
  public var hasQKVBias = true

  /// A configuration of Qwen2; other families differ in the properties that have no parameter.
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

  /// How many positions a query of a layer sees, its own included; nil for all.
  public func window(ofLayer layer: Int) -> Int? { isLocal.isEmpty || !isLocal[layer] ? nil : window }

  /// What the embedding is multiplied by: `sqrt(hiddenSize)` rounded once to binary32, as transformers has it in a
  /// float32 model and llama.cpp always; transformers rounds it once more to the type of weights in another type.
  public var embeddingScale: Float? { family.scalesEmbedding ? Float(Double(hiddenSize).squareRoot()) : nil }

  /// The stages of a pass, in order; those of a layer once for each.
  public var stages: [Stage] {
    let absent: [(Bool, [Stage])] = [
      (hasQKVBias, [.qkvBias]), (family.hasQueryKeyNorm, [.qNorm, .kNorm]),
      (family.hasPostNorms, [.postAttnNorm, .postFfnNorm]), (family.usesGELU, [.ffnGelu, .ffnGeglu]),
      (!family.usesGELU, [.ffnSilu, .ffnSwigl]),
    ]
    return Stage.allCases.filter { stage in !absent.contains { !$0.0 && $0.1.contains(stage) } }
  }

  /// The stage that holds query, key and value before norms and rotation.
  var qkvStage: Stage { hasQKVBias ? .qkvBias : .qkvMatmul }
  /// The product of gate and up projection.
  var gatedStage: Stage { family.usesGELU ? .ffnGeglu : .ffnSwigl }

  /// The number of values a position of a stage; 0 for stages that the model does not have, and for
  /// scores, whose width is that of the cache.
  func width(of stage: Stage) -> Int {
    guard stages.contains(stage) else { return 0 }
    return switch stage {
    case .embedding, .attnNorm, .attnOut, .postAttnNorm, .postAttnResidual, .ffnNorm, .ffnOut, .postFfnNorm,
      .postFfnResidual, .finalNorm:
      hiddenSize
    case .qkvMatmul, .qkvBias: queryWidth + 2 * kvWidth
    case .qNorm, .qPostRope, .attention: queryWidth
    case .kNorm, .kPostRope: kvWidth
    case .ffnGate, .ffnUp, .ffnGelu, .ffnSilu, .ffnSwigl, .ffnGeglu: feedForwardSize
    case .lmHead: vocabularySize
    case .attnScores, .attnSoftmax: 0
    }
  }
}
