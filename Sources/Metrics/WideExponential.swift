/// e^x in binary64 by a fixed sequence of IEEE operations: no libm, the same bits on every machine.
public enum WideExponential {
  /// A bound of the relative error of `value` for |x| <= 700.
  ///
  /// With n the integer nearest to x / ln 2 and r = x - n ln 2, |r| < 0.347: r is rounded twice, each
  /// time by at most 2^-55, and the two parts of ln 2 leave out less than 2^-85 * |n|. The Taylor
  /// series to r^20 leaves out less than 2^-90; its last three steps add at most
  /// (1 + 0.35 + 0.06) * 2^-53 * 1.42 to a result of at least 0.7. Together below 2^-50.
  public static let relativeError = 0x1p-50

  private static let log2e = 0x1.71547652b82fep0
  /// The first 32 bits of ln 2: products with |n| < 2^21 are exact.
  private static let ln2High = 0x1.62e42feep-1
  private static let ln2Low = 0x1.a39ef35793c76p-33

  /// 1/0!, 1/1!, ... 1/20!; the factorials up to 18! are exact in binary64.
  private static let coefficients: [Double] = {
    var factorials = [1.0]
    for n in 1...20 { factorials.append(factorials[n - 1] * Double(n)) }
    return factorials.map { 1 / $0 }
  }()

  /// e^x; 0 below -745, infinity above 709, NaN of NaN.
  public static func value(_ x: Double) -> Double {
    if x.isNaN { return .nan }
    if x < -745 { return 0 }
    if x > 709 { return .infinity }
    let n = (x * log2e).rounded()
    let r = x.addingProduct(-n, ln2High).addingProduct(-n, ln2Low)
    var series = 0.0
    for coefficient in coefficients.reversed() { series = coefficient.addingProduct(series, r) }
    return Double(sign: .plus, exponent: Int(n), significand: series)
  }
}
