import Metrics

/// GELU in binary64.
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
}
