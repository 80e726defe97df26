extension RMSNorm {
  /// The number of accumulators of the sum of squares.
  ///
  /// Two AVX-512 fused multiply-adds a cycle with a latency of four cycles keep eight registers
  /// busy; four registers of 16 lanes cost nothing where the loads are the limit, and no path has
  /// fewer registers than the 64 lanes need.
  static let lanes = 64

  /// The definition of the normalization of one row.
  @Sendable static func rowReference(
    _ x: UnsafePointer<Float>, _ weight: UnsafePointer<Float>, _ count: Int, _ epsilon: Float,
    _ y: UnsafeMutablePointer<Float>
  ) {
    let sum = withUnsafeTemporaryAllocation(of: Float.self, capacity: lanes) { accumulators in
      accumulators.initialize(repeating: 0)
      for i in 0..<count { accumulators[i % lanes].addProduct(x[i], x[i]) }
      var half = lanes / 2
      while half > 0 {
        for k in 0..<half { accumulators[k] += accumulators[k + half] }
        half /= 2
      }
      return accumulators[0]
    }
    let mean = sum / Float(count)
    let factor = 1 / (mean + epsilon).squareRoot()
    for i in 0..<count { y[i] = ((x[i] * factor) * weight[i]).withCanonicalNaN }
  }
}
