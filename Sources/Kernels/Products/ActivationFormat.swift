/// How activations are quantized to be multiplied by weights in a block format.
public enum ActivationFormat: String, Sendable {
  /// 256 signed bytes to a binary32 scale; see `Q8K`.
  case q8K = "Q8_K"
  /// 32 signed bytes to a binary16 scale; see `Q8_0`.
  case q8_0 = "Q8_0"
}

/// Quantized activations, of any number of rows one after the other.
public protocol QuantizedActivations: Sendable {
  /// The format of the row.
  static var format: ActivationFormat { get }
  /// The number of values.
  var count: Int { get }
  /// Calls a function with the starts of scales, values and sums, valid during the call.
  func withPointers<Result>(
    _ body: (UnsafePointer<Float>, UnsafePointer<Int8>, UnsafePointer<Int16>) throws -> Result
  ) rethrows -> Result
}

extension BlockFormat {
  /// The format in which activations are multiplied by weights of this one without dequantizing either, as ggml pairs
  /// them; nil for weights that are only dequantized.
  public var activationFormat: ActivationFormat? { FusedProduct.kernel(of: self)?.activations }
}
