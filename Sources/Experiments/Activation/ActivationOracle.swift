import Metrics

/// SiLU in binary64.
enum ActivationOracle {
  /// x / (1 + e^-x), for negative x as x e^x / (1 + e^x); relative error below 2^-48.
  static func silu(_ x: Float) -> Double {
    let wide = Double(x)
    if wide < -745 { return -0.0 }
    let e = WideExponential.value(-wide.magnitude)
    return wide < 0 ? wide * e / (1 + e) : wide / (1 + e)
  }
}
