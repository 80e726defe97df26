/// A place in the forward pass whose values can be captured.
///
/// The names and the order are those of the published capture format. Ours are the norms that not all models
/// have, `ffn_gelu`, and `ffn_geglu`, its product with the up projection.
public enum Stage: String, CaseIterable, Sendable {
  case embedding
  case attnNorm = "attn_norm"
  case qkvMatmul = "qkv_matmul"
  case qkvBias = "qkv_bias"
  case qNorm = "q_norm"
  case kNorm = "k_norm"
  case qPostRope = "q_post_rope"
  case kPostRope = "k_post_rope"
  case attnScores = "attn_scores"
  case attnSoftmax = "attn_softmax"
  case attention
  case attnOut = "attn_out"
  case postAttnNorm = "post_attn_norm"
  case postAttnResidual = "post_attn_residual"
  case ffnNorm = "ffn_norm"
  case ffnGate = "ffn_gate"
  case ffnUp = "ffn_up"
  case ffnGelu = "ffn_gelu"
  case ffnSilu = "ffn_silu"
  case ffnSwigl = "ffn_swigl"
  case ffnGeglu = "ffn_geglu"
  case ffnOut = "ffn_out"
  case postFfnNorm = "post_ffn_norm"
  case postFfnResidual = "post_ffn_residual"
  case finalNorm = "final_norm"
  case lmHead = "lm_head"

  /// Whether the stage occurs once in a pass, not once a layer.
  public var isWholeModel: Bool { self == .embedding || self == .finalNorm || self == .lmHead }

  /// The stage of a name as it is written in files, or of a published alias.
  public init?(named name: String) {
    guard let stage = Stage(rawValue: name == "layer_output" ? "post_ffn_residual" : name) else { return nil }
    self = stage
  }
}

/// A stage of one layer, or of the whole model.
public struct StagePoint: Hashable, Sendable, CustomStringConvertible {
  /// The stage.
  public let stage: Stage
  /// The layer from 0, or nil for a stage of the whole model.
  public let layer: Int?

  /// A stage of a layer; nil for the stages of the whole model.
  public init(_ stage: Stage, layer: Int? = nil) {
    precondition(stage.isWholeModel == (layer == nil), "\(stage.rawValue) in layer \(layer.map(String.init) ?? "none")")
    (self.stage, self.layer) = (stage, layer)
  }

  /// `layer-N/STAGE`, or `STAGE` alone: the path of its file in a trace.
  public var description: String { layer.map { "layer-\($0)/\(stage.rawValue)" } ?? stage.rawValue }
}
