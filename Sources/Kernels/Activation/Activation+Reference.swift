extension Activation {
  /// Below this silu(x) is -0: x * e^x has passed half of the smallest subnormal, at -108.7.
  static let lowest: Float = -120

  /// The definition of silu(x).
  @inline(__always)
  static func value(_ x: Float) -> Float {
    if x.isNaN { return .theNaN }
    let x = max(x, lowest)
    let (p, n) = Exponential.parts(max(-x.magnitude, lowest))
    let z = 1 + Exponential.scale(p, by: n)
    // The power of two comes last, so that a subnormal result is rounded once.
    return x < 0 ? Exponential.scale((x * p) / z, by: n) : x / z
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
