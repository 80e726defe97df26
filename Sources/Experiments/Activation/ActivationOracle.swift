import Metrics

/// SiLU and SwiGLU in binary64, and how far the sequence of the contract may be from them.
enum ActivationOracle {
  /// x / (1 + e^-x), for negative x as x e^x / (1 + e^x); relative error below 2^-48.
  static func silu(_ x: Float) -> Double {
    let wide = Double(x)
    if wide < -745 { return -0.0 }
    let e = WideExponential.value(-wide.magnitude)
    return wide < 0 ? wide * e / (1 + e) : wide / (1 + e)
  }

  /// A bound of the absolute error of silu, from its exact value.
  ///
  /// In units of u = 2^-24, relative: for x >= 0, E = e^-x is off by at most 2, of which z = 1 + E
  /// takes E/(1+E) <= 1/2; z and the quotient round once each: 3. For x < 0, p is off by at most 2,
  /// of which z = 2^-n + p takes p/z <= 1; z and the quotient round: 4. Underflow: one rounding to a
  /// multiple of 2^-149, when the quotient is scaled.
  static func siluBound(_ exact: Double) -> Double { ErrorBound.gamma(4) * abs(exact) + 0x1p-149 }

  /// A bound of the absolute error of swiglu: one rounding more, and silu's underflow times |up|.
  static func swigluBound(gate: Float, up: Float) -> Double {
    let magnitude = abs(Double(up))
    return ErrorBound.gamma(5) * abs(silu(gate)) * magnitude + 0x1p-149 * (magnitude + 1)
  }
}
