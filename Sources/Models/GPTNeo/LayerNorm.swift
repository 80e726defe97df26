import Kernels

/// Layer normalisation: a row minus its mean, over the root of its variance, times a weight, plus a bias.
enum LayerNorm {
  /// Normalises rows as long as the weight: `(x - mean) / sqrt(variance + epsilon) * weight + bias`.
  ///
  /// The order: `mean = Dot.f32(x, ones) / n`; `d = x - mean`; `variance = Dot.f32(d, d) / n`;
  /// `r = 1 / sqrt(variance + epsilon)`; `y = ((d * r) * weight) + bias`; each rounded on its own, the sums
  /// in the 64 lanes of `Dot.f32`. The same bits on every path.
  ///
  /// Edge cases: a NaN or an infinity anywhere in a row makes the row NaN, 0x7fc00000.
  ///
  /// Source: Ba, Kiros and Hinton, "Layer normalization", 2016.
  static func apply(
    _ x: UnsafeBufferPointer<Float>, weight: [Float], bias: [Float], epsilon: Float,
    into y: UnsafeMutableBufferPointer<Float>, implementation: Implementation
  ) throws {
    let n = weight.count
    precondition(bias.count == n && x.count == y.count && x.count % n == 0)
    let ones = [Float](repeating: 1, count: n)
    for row in stride(from: 0, to: x.count, by: n) {
      let values = Array(x[row..<row + n])
      let mean = try Dot.f32(values, ones, implementation: implementation) / Float(n)
      let deviations = values.map { $0 - mean }
      let variance = try Dot.f32(deviations, deviations, implementation: implementation) / Float(n)
      let factor = 1 / (variance + epsilon).squareRoot()
      for i in 0..<n { y[row + i] = Elementwise.canonical((deviations[i] * factor) * weight[i] + bias[i]) }
    }
  }
}
