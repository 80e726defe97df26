import Kernels
import Models

/// Two decoders run side by side, and for each stage who is to blame for what differs.
///
/// Each stage of the second decoder is run with the inputs of the first: what differs then is its own (local); what
/// its own inputs add is inherited; amplification is how much larger that is than the difference of the inputs. The
/// first stage whose local difference is more than its contract allows is the one to look at, however the
/// differences grow behind it.
public struct Bisection: Sendable {
  /// A stage and its part in the difference. All differences are Euclidean norms over that of the first decoder's
  /// values, 0/0 being 0.
  public struct Blame: Sendable {
    /// Stage and layer.
    public let point: StagePoint
    /// Of the two passes.
    public let total: Double
    /// Of the second decoder with the first one's inputs.
    public let local: Double
    /// Of the second decoder with its own inputs and with the first one's.
    public let inherited: Double
    /// Inherited difference over that of the inputs; nil where the inputs are the same.
    public let amplification: Double?
    /// How many elements the contract of the stage does not allow, with the first one's inputs.
    public let violations: Int
    /// What the contract allows: the same bits, or the error of quantised activations.
    public let allowance: Allowance
  }

  /// What a stage may differ by when both decoders get the same inputs.
  public enum Allowance: String, Sendable {
    case sameBits = "same bits"
    case quantization = "quantised activations"
  }

  /// All stages, in the order of the pass.
  public let stages: [Blame]

  /// The first stage whose contract is violated, or nil.
  public var first: StagePoint? { stages.first { $0.violations > 0 }?.point }

  /// Runs both decoders and blames stage after stage.
  ///
  /// - Parameters:
  ///   - a: the decoder that is trusted.
  ///   - b: the decoder that is looked at; of the same configuration.
  ///   - tokens: at least two, or no rotation and no attention is seen.
  ///   - progress: called before each stage with the number of stages done and their total.
  /// - Throws: what the decoders throw; `ComparisonError` where their configurations differ.
  public init(
    _ a: LlamaDecoder, _ b: LlamaDecoder, tokens: [Int], progress: (Int, Int) -> Void = { _, _ in }
  ) throws {
    guard a.model.configuration == b.model.configuration else {
      throw ComparisonError.different("the two models have different configurations")
    }
    let (left, right) = (StageMemory(), StageMemory())
    try a.rewind(to: 0)
    try b.rewind(to: 0)
    _ = try a.forward(tokens, sink: left)
    _ = try b.forward(tokens, sink: right)
    var stages: [Blame] = []
    for (index, point) in left.points.enumerated() {
      progress(index, left.points.count)
      stages.append(try Self.blame(point, a, b, tokens, left, right))
    }
    self.stages = stages
  }

  private static func blame(
    _ point: StagePoint, _ a: LlamaDecoder, _ b: LlamaDecoder, _ tokens: [Int], _ left: StageMemory,
    _ right: StageMemory
  ) throws -> Blame {
    let (expected, own) = (left[point]!.values, right[point]!.values)
    let injected = try b.output(of: point, tokens: tokens) { left[$0]! }.values
    let inputs = b.inputs(of: point)
    let inputDifference = relative(
      inputs.flatMap { right[$0]!.values }, inputs.flatMap { left[$0]!.values },
      over: inputs.flatMap { left[$0]!.values })
    let inherited = relative(own, injected, over: expected)
    let matrices = a.matrices(of: point)
    let isQuantized =
      b.path == .production && a.path == .reference && !matrices.isEmpty && matrices.allSatisfy { $0.type == .q4K }
    let violations =
      isQuantized
      ? try outside(injected, matrices, left[inputs[0]]!, rows: left[point]!.shape[0])
      : zip(injected, expected).count { $0.bitPattern != $1.bitPattern }
    return Blame(
      point: point, total: relative(own, expected, over: expected), local: relative(injected, expected, over: expected),
      inherited: inherited, amplification: inputDifference == 0 ? nil : inherited / inputDifference,
      violations: violations, allowance: isQuantized ? .quantization : .sameBits)
  }

  /// How many results are outside what quantised activations and rounding explain.
  private static func outside(
    _ values: [Float], _ matrices: [Tensor], _ input: StageValues, rows: Int
  ) throws -> Int {
    // Logits are those of the last position.
    let x = Array(input.values.suffix(rows * input.shape[1]))
    let width = matrices.reduce(0) { $0 + $1.rows }
    var (count, offset) = (0, 0)
    for matrix in matrices {
      let expectation = try QuantizedProduct.expectation(matrix, x)
      for position in 0..<rows {
        for r in 0..<matrix.rows {
          let index = position * matrix.rows + r
          let error = abs(Double(values[position * width + offset + r]) - expectation.values[index])
          if !(error <= expectation.bounds[index]) { count += 1 }
        }
      }
      offset += matrix.rows
    }
    return count
  }

  /// |a - b| over |base|, elements with the same bits being no difference.
  private static func relative(_ a: [Float], _ b: [Float], over base: [Float]) -> Double {
    var (difference, norm) = (0.0, 0.0)
    for index in a.indices {
      if a[index].bitPattern != b[index].bitPattern {
        let d = Double(a[index]) - Double(b[index])
        difference += d * d
      }
      // Scores that a query does not see are -infinity on both sides.
      if base[index].isFinite { norm += Double(base[index]) * Double(base[index]) }
    }
    return difference == 0 ? 0 : (difference / norm).squareRoot()
  }
}
