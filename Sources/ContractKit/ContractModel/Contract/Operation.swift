/// An operation that every decoder has, with the faults that its contract must try.
///
/// An equation names its operation under `operation`; one that is none of these names none, and its
/// contract alone decides which faults are tried.
public enum Operation: String, CaseIterable, Sendable {
  case dot
  case matrixVector = "matrix_vector"
  case attention
  case softmax
  case exponential
  case rmsNorm = "rms_norm"
  case rotaryEmbedding = "rotary_embedding"
  case gatedActivation = "gated_activation"
  case blockDequantize = "block_dequantize"
  case blockQuantize = "block_quantize"
  case quantizedDot = "quantized_dot"

  /// The classes of which the contract must try at least one mutant each.
  public var requiredFaults: [FaultClass] {
    switch self {
    case .dot: [.tailDropped, .wrongElement, .narrowAccumulator, .order, .path]
    case .matrixVector: [.transposedWeight, .wrongElement, .tailDropped, .narrowAccumulator, .order, .path]
    case .attention: [.headMap, .scale, .missingMaximum, .staleSlot, .mask, .narrowAccumulator, .order, .path]
    case .softmax: [.missingMaximum, .scale, .tailDropped, .narrowAccumulator, .nonFinite, .order, .path]
    case .exponential: [.function, .order, .path]
    case .rmsNorm: [.epsilonPlacement, .scale, .tailDropped, .narrowAccumulator, .wrongOperand, .order, .path]
    case .rotaryEmbedding: [.pairing, .position, .frequency, .sign, .order, .path]
    case .gatedActivation: [.wrongOperand, .sign, .function, .order, .path]
    case .blockDequantize: [.nibbleOrder, .subBlockOrder, .minimumSign, .blockScale, .path]
    case .blockQuantize: [.scale, .sign, .rounding, .path]
    case .quantizedDot: [.nibbleOrder, .subBlockOrder, .minimumSign, .blockScale, .order, .path]
    }
  }
}
