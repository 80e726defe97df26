/// An operation that kernels compute, with the faults that its contract must try.
///
/// An equation names its operation under `operation`; where it names none, its contract alone decides which faults are
/// tried.
public struct Operation: Sendable, Equatable {
  /// As contracts spell it.
  public let name: String
  /// The classes of which the contract must try at least one mutant each, by name.
  package let requiredFaults: [String]

  /// An operation.
  public init(_ name: String, requires requiredFaults: [String]) {
    self.name = name
    self.requiredFaults = requiredFaults
  }
}

extension Operation {
  /// Those of every decoder, which every project has.
  package static let builtIn = [
    Operation("dot", requires: ["tail_dropped", "wrong_element", "narrow_accumulator", "order", "path"]),
    Operation(
      "matrix_vector",
      requires: ["transposed_weight", "wrong_element", "tail_dropped", "narrow_accumulator", "order", "path"]),
    Operation(
      "attention",
      requires: [
        "head_map", "scale", "missing_maximum", "stale_slot", "mask", "narrow_accumulator", "order", "path",
      ]),
    Operation(
      "softmax",
      requires: ["missing_maximum", "scale", "tail_dropped", "narrow_accumulator", "non_finite", "order", "path"]),
    Operation("exponential", requires: ["function", "order", "path"]),
    Operation(
      "rms_norm",
      requires: [
        "epsilon_placement", "scale", "tail_dropped", "narrow_accumulator", "wrong_operand", "order", "path",
      ]),
    Operation("rotary_embedding", requires: ["pairing", "position", "frequency", "sign", "order", "path"]),
    Operation("gated_activation", requires: ["wrong_operand", "sign", "function", "order", "path"]),
    Operation(
      "block_dequantize", requires: ["nibble_order", "sub_block_order", "minimum_sign", "block_scale", "path"]),
    Operation("block_quantize", requires: ["scale", "sign", "rounding", "path"]),
    Operation(
      "quantized_dot",
      requires: ["nibble_order", "sub_block_order", "minimum_sign", "block_scale", "order", "path"]),
  ]
}
