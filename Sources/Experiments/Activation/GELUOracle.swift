import Metrics

/// GELU and GeGLU in binary64, and how far the sequence of gelu-v1 may be from them.
enum GELUOracle {
  /// -2u, with the constants of the formula in binary64.
  static func argument(_ x: Float) -> Double {
    let wide = Double(x)
    return -2 * 0.7978845608028654 * (wide + 0.044715 * wide * wide * wide)
  }

  /// x / (1 + e^-2u), for negative x as x e^2u / (1 + e^2u); relative error below 2^-42 where it is no subnormal.
  static func gelu(_ x: Float) -> Double {
    let (wide, a) = (Double(x), argument(x))
    if a.magnitude > 745 { return x < 0 ? -0.0 : wide }
    let e = WideExponential.value(-a.magnitude)
    return x < 0 ? wide * e / (1 + e) : wide / (1 + e)
  }

  /// The number of roundings that gelu/error_bound counts.
  static func roundings(_ x: Float) -> Int {
    let a = max(min(argument(x), 120), -120)
    let e = WideExponential.value(-a.magnitude)
    let share = a > 0 ? 1 / (1 + e) : e / (1 + e)
    return Int(((6 * a.magnitude + 2) * share).rounded(.up)) + 3
  }

  /// A bound of the absolute error of gelu.
  static func bound(_ x: Float) -> Double { ErrorBound.gamma(roundings(x)) * abs(gelu(x)) + 0x1p-149 }

  /// A bound of the absolute error of geglu: one rounding more, and gelu's underflow times |up|.
  static func gegluBound(gate: Float, up: Float) -> Double {
    let magnitude = abs(Double(up))
    return ErrorBound.gamma(roundings(gate) + 1) * abs(gelu(gate)) * magnitude + 0x1p-149 * (magnitude + 1)
  }
}
