extension Activation {
  /// Below this silu(x) is -0: x * e^x is below half of the smallest subnormal, at -108.7.
  static let lowest: Float = -120

  /// The definition of silu(x).
  @inline(__always)
  static func value(_ x: Float) -> Float {
    if x.isNaN { return .theNaN }
    let x = max(x, lowest)
    let (p, n) = Exponential.parts(max(-x, lowest))
    guard x < 0 else { return x / (1 + Exponential.scale(p, by: n)) }
    // The same quotient with 2^-n on both sides of the bar: e^-x may overflow, and a subnormal
    // result is rounded once.
    return Exponential.scale(x / (Exponential.scale(1, by: -n) + p), by: -n)
  }

  /// The definitions of `silu` and `swiglu`.
  static let reference = Functions(
    silu: { x, y, n in
      for i in 0..<n { y[i] = value(x[i]) }
    },
    swiglu: { gate, up, y, n in
      for i in 0..<n { y[i] = (value(gate[i]) * up[i]).withCanonicalNaN }
    })
}
