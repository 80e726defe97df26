extension Softmax {
  /// The definition of `f32`.
  @Sendable static func reference(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ n: Int) {
    // NaN is passed over here; it reaches every result through the sum.
    var maximum = -Float.infinity
    for i in 0..<n where x[i] > maximum { maximum = x[i] }
    let sum = Lanes.sum { lanes in
      for i in 0..<n {
        let e = Exponential.value(x[i] - maximum)
        y[i] = e
        lanes[i % Lanes.count] += e
      }
    }
    let reciprocal = 1 / sum
    for i in 0..<n { y[i] = (y[i] * reciprocal).withCanonicalNaN }
  }
}
