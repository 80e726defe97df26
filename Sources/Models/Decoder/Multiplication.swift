/// How a forward path multiplies matrices of one quantization type.
public enum Multiplication: Hashable, Sendable {
  /// Weights dequantized to binary32, activations as they are.
  case dequantized
  /// Weights as they are stored, activations quantized to Q8_K by ggml's rule.
  case q8K
}

extension ForwardPath {
  /// How matrices of a type are multiplied: the one place that says so, for decoders and for what judges them.
  public func multiplication(of type: TensorType) -> Multiplication {
    self == .production && type == .q4K ? .q8K : .dequantized
  }
}
