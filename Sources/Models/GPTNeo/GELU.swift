import Kernels

/// GELU by the tanh formula, as GPT-2 and GPT-Neo have it.
enum GELU {
  /// `0.5 x (1 + tanh(u))` with `u = sqrt(2/pi) (x + 0.044715 x^3)`, computed as `x / (1 + e^(-2u))`, which
  /// is the same number without the cancellation of 1 + tanh for negative x.
  ///
  /// Each operation is rounded on its own, the exponential is `Exponential.f32`: `c = x*x`,
  /// `p = fma(c, 0.044715, 1)`, `e = exp((x * p) * -2 sqrt(2/pi))`, `y = x / (1 + e)`.
  ///
  /// Error: the argument of the exponential has four roundings, so that the result is within about
  /// `(4 * |2u| * e/(1+e) + 3)` units of relative error 2^-24.
  ///
  /// Edge cases: +infinity gives itself, -infinity NaN (infinity over infinity), below -13 or so the
  /// result is -0 or subnormal; NaN gives 0x7fc00000.
  ///
  /// Source: Hendrycks and Gimpel, "Gaussian error linear units", 2016.
  static func tanhForm(
    _ x: UnsafeBufferPointer<Float>, into y: UnsafeMutableBufferPointer<Float>, implementation: Implementation
  ) throws {
    precondition(x.count == y.count, "\(x.count) values into \(y.count)")
    for i in x.indices {
      let p = Float(1).addingProduct(x[i] * x[i], 0.044715)
      y[i] = (x[i] * p) * minusTwoRootTwoOverPi
    }
    let arguments = Array(y)
    try arguments.withUnsafeBufferPointer { try Exponential.f32($0, into: y, implementation: implementation) }
    for i in x.indices { y[i] = Elementwise.canonical(x[i] / (1 + y[i])) }
  }

  /// -2 sqrt(2/pi), rounded once.
  private static let minusTwoRootTwoOverPi: Float = -1.5957691216057308
}
