/// ln x in binary64 by a fixed sequence of IEEE operations: no libm, the same bits on every machine.
///
/// x = 2^n m with m in [sqrt(1/2), sqrt 2), s = (m - 1)/(m + 1), |s| < 0.1716, and
/// ln m = 2 (s + s^3/3 + ... + s^23/23), which leaves out less than 2^-65 of the result.
enum WideLogarithm {
  /// ln x; -infinity of a zero, infinity of infinity, NaN of NaN and of negative numbers.
  ///
  /// The relative error is below 2^-50: m - 1 is exact, sum, quotient and the last steps of the
  /// series round by 2^-53 each, and where n is not 0 the result is at least 0.34.
  static func value(_ x: Double) -> Double {
    if x.isNaN || x < 0 { return .nan }
    if x == 0 { return -.infinity }
    if x.isInfinite { return .infinity }
    var (n, m) = (Double(x.exponent), x.significand)
    if m >= 0x1.6a09e667f3bcdp0 { (n, m) = (n + 1, m / 2) }
    let s = (m - 1) / (m + 1)
    let square = s * s
    var series = 0.0
    for k in stride(from: 23.0, through: 3.0, by: -2.0) { series = (1 / k).addingProduct(series, square) }
    let ofM = (2 * s).addingProduct(2 * s * square, series)
    return (n * Self.ln2High).addingProduct(n, Self.ln2Low) + ofM
  }

  /// The first 32 bits of ln 2: products with |n| < 2^21 are exact.
  private static let ln2High = 0x1.62e42feep-1
  private static let ln2Low = 0x1.a39ef35793c76p-33
}
