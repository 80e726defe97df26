/// Layer normalization: a row minus its mean, over the root of its variance, times a weight, plus a bias.
///
/// Source: Ba, Kiros and Hinton, "Layer normalization", 2016.
public enum LayerNorm {
  /// Normalizes rows as long as the weight: `(x - mean) / sqrt(variance + epsilon) * weight + bias`.
  ///
  /// The order, for a row of n values: `mean = Dot.f32(x, ones) / n`; `d = x - mean`; `variance = Dot.f32(d, d) / n`;
  /// `r = 1 / sqrt(variance + epsilon)`; `y = ((d * r) * weight) + bias`; each rounded on its own, the sums in the 64
  /// lanes of `Dot.f32`. Two passes: the mean of squares minus the square of the mean would lose every digit of a row
  /// whose offset is 4,000 times its spread.
  ///
  /// - Parameters:
  ///   - x: one or more rows, row after row, each as long as `weight`.
  ///   - weight: one factor a column; its length is n.
  ///   - bias: as long as `weight`.
  ///   - epsilon: added to the variance, inside the root.
  ///   - y: as long as `x`; may be the same memory as `x`, but must not overlap it otherwise.
  ///   - implementation: the path of the sums; all give the same bits.
  /// - Throws: `KernelError.shapeMismatch` when `x` is not a whole number of rows, or a length differs;
  ///   `KernelError.unavailable`.
  /// - Complexity: O(count).
  ///
  /// Error: that of the mean is `gamma(m) * mean|x|` with `m = ceil(n/64) + 7`, and all values of a row share it: a row
  /// with an offset keeps its shape to that. The rest is `(ceil(n/64) + 7)/2 + 6` units of relative error 2^-24.
  ///
  /// Edge cases: a NaN or an infinity anywhere in a row makes the row NaN; a row of equal values whose mean is exact
  /// gives the bias. Every NaN is 0x7fc00000. An empty weight requires an empty `x`.
  public static func apply(
    _ x: UnsafeBufferPointer<Float>, weight: UnsafeBufferPointer<Float>, bias: UnsafeBufferPointer<Float>,
    epsilon: Float, into y: UnsafeMutableBufferPointer<Float>, implementation: Implementation = .preferred
  ) throws {
    let (check, n) = (ShapeCheck("LayerNorm.apply"), weight.count)
    let rows = n == 0 ? 0 : x.count / n
    try check.equal("length of x", x.count, "that of whole rows as long as weight", rows * n)
    try check.equal("length of bias", bias.count, "length of weight", n)
    try check.equal("length of y", y.count, "length of x", x.count)
    let ones = [Float](repeating: 1, count: n)
    var deviations = [Float](repeating: 0, count: n)
    for row in 0..<rows {
      let values = UnsafeBufferPointer(rebasing: x[row * n..<(row + 1) * n])
      let sum = try ones.withUnsafeBufferPointer { try Dot.f32(values, $0, implementation: implementation) }
      let mean = sum / Float(n)
      for i in 0..<n { deviations[i] = values[i] - mean }
      let variance = try Dot.f32(deviations, deviations, implementation: implementation) / Float(n)
      let factor = 1 / (variance + epsilon).squareRoot()
      for i in 0..<n { y[row * n + i] = (((deviations[i] * factor) * weight[i]) + bias[i]).withCanonicalNaN }
    }
  }

  /// The normalized rows, newly allocated; see the pointer version for what is computed.
  public static func apply(
    _ x: [Float], weight: [Float], bias: [Float], epsilon: Float, implementation: Implementation = .preferred
  ) throws -> [Float] {
    var y = [Float](repeating: 0, count: x.count)
    try x.withUnsafeBufferPointer { x in
      try weight.withUnsafeBufferPointer { weight in
        try bias.withUnsafeBufferPointer { bias in
          try y.withUnsafeMutableBufferPointer {
            try apply(x, weight: weight, bias: bias, epsilon: epsilon, into: $0, implementation: implementation)
          }
        }
      }
    }
    return y
  }
}
