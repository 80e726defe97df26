import Kernels

/// How a forward path multiplies matrices of one quantization type.
public enum Multiplication: Hashable, Sendable {
  /// Weights dequantized to binary32, activations as they are.
  case dequantized
  /// Weights as they are stored, activations quantized by ggml's rule for the format.
  case quantized(ActivationFormat)
}

extension ForwardPath {
  /// How matrices of a type are multiplied: the one place that says so, for decoders and for what judges them.
  public func multiplication(of type: TensorType) -> Multiplication {
    guard self == .production, case .block(let format) = type, let activations = format.activationFormat else {
      return .dequantized
    }
    return .quantized(activations)
  }
}
