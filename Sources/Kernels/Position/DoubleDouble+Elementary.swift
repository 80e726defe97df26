extension DoubleDouble {
  /// The natural logarithm of 2, in 106 bits.
  private static let ln2 = quickSum(0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56)

  /// 1/0!, 1/1!, ... 1/29!.
  private static let inverseFactorials: [DoubleDouble] = {
    var values = [DoubleDouble(1)]
    for n in 1...29 { values.append(values[n - 1] / DoubleDouble(Double(n))) }
    return values
  }()

  /// The natural logarithm of a finite number above 0; relative error below 2^-98.
  ///
  /// The argument is f * 2^e with f between sqrt(1/2) and sqrt(2), and ln f = 2 artanh(s) with
  /// s = (f-1)/(f+1), |s| < 0.172: the 24 terms leave out less than 2^-120.
  /// Where e is not 0, |e ln 2| is about twice |ln f| or more, so that their sum cancels one bit at most.
  static func log(_ x: Double) -> DoubleDouble {
    var (exponent, fraction) = (Double(x.exponent), x.significand)
    if fraction > 1.4142135 { (exponent, fraction) = (exponent + 1, fraction / 2) }
    let s = sum(fraction, -1) / sum(fraction, 1)
    let square = s * s
    var series = DoubleDouble(0)
    for n in (0..<24).reversed() { series = series * square + DoubleDouble(1) / DoubleDouble(Double(2 * n + 1)) }
    return ln2 * exponent + s * series * 2
  }

  /// The exponential of a number of magnitude at most 700; relative error below 2^-104 * (|x| + 32).
  ///
  /// With k the integer nearest to x / ln 2 and r = x - k ln 2, |r| < 0.347: the Taylor series to
  /// r^29 leaves out less than 2^-150.
  static func exp(_ x: DoubleDouble) -> DoubleDouble {
    let k = nearestInteger(x.hi * 0x1.71547652b82fep0)
    let r = x - ln2 * k
    var series = DoubleDouble(0)
    for coefficient in inverseFactorials.reversed() { series = series * r + coefficient }
    return series * Double(sign: .plus, exponent: Int(k), significand: 1)
  }

  /// Sine and cosine times a magnitude, each as the nearest binary32 number.
  ///
  /// For |x| up to 2^25, magnitudes from 2^-16 to 2^16. First in binary64 with a proven bound far below half a unit of binary32;
  /// only where that bound leaves the rounding open, about once in 2^22 values, in 106 bits.
  static func sinCos(_ x: DoubleDouble, times magnitude: Double = 1) -> (sin: Float, cos: Float) {
    let (quadrant, r) = reduced(x)
    let quick = (sin: quickSin(r) * magnitude, cos: quickCos(r) * magnitude)
    let sine = decided(quick.sin) ?? (accurateSin(r) * magnitude).float
    let cosine = decided(quick.cos) ?? (accurateCos(r) * magnitude).float
    switch quadrant & 3 {
    case 0: return (sine, cosine)
    case 1: return (cosine, -sine)
    case 2: return (-sine, -cosine)
    default: return (-cosine, sine)
    }
  }

  /// Sine and cosine without the quick path: what decides the rare cases, for tests of all.
  ///
  /// Absolute error below |x| * 2^-105 + 2^-100 * |result|: that of the reduction, and that of 15 steps of a
  /// series whose terms fall by at least a factor of 3.
  static func accurateSinCos(_ x: DoubleDouble) -> (sin: DoubleDouble, cos: DoubleDouble) {
    let (quadrant, r) = reduced(x)
    let (sine, cosine) = (accurateSin(r), accurateCos(r))
    switch quadrant & 3 {
    case 0: return (sine, cosine)
    case 1: return (cosine, -sine)
    case 2: return (-sine, -cosine)
    default: return (-cosine, sine)
    }
  }

  /// x = k * pi/2 + r with |r| <= pi/4 and a little.
  ///
  /// pi/2 in three parts of 53 bits, whose products with k are taken exactly save the last: the
  /// error is 2^-105 of the largest intermediate, which is below 1.
  private static func reduced(_ x: DoubleDouble) -> (quadrant: Int, r: DoubleDouble) {
    let k = nearestInteger(x.hi * 0x1.45f306dc9c883p-1)
    let first = product(-k, 0x1.921fb54442d18p0)
    let second = product(-k, 0x1.1a62633145c07p-54)
    let r = (sum(x.hi, first.hi) + sum(x.lo, first.lo)) + second + -k * -0x1.f1976b7ed8fbcp-110
    return (Int(k), r)
  }

  /// The nearest integer of a number below 2^51 in magnitude, by a sum whose last place is 1.
  private static func nearestInteger(_ x: Double) -> Double { (x + 0x1.8p52) - 0x1.8p52 }

  /// The binary32 number that every value within a relative 2^-46 of a binary64 one rounds to, if it is one.
  private static func decided(_ value: Double) -> Float? {
    let slack = value * 0x1p-46
    let (low, high) = (Float(value - slack), Float(value + slack))
    return low == high ? low : nil
  }

  private static func accurateSin(_ r: DoubleDouble) -> DoubleDouble {
    r * alternatingSeries(r * r, lastTerm: 29)
  }

  private static func accurateCos(_ r: DoubleDouble) -> DoubleDouble {
    alternatingSeries(r * r, lastTerm: 28)
  }

  /// 1/n! - z/(n+2)! + z^2/(n+4)! - ... to the last term, where n is its parity.
  private static func alternatingSeries(_ z: DoubleDouble, lastTerm: Int) -> DoubleDouble {
    var series = DoubleDouble(0)
    for n in stride(from: lastTerm, through: 0, by: -2) { series = inverseFactorials[n] - series * z }
    return series
  }
}

// MARK: - Binary64

extension DoubleDouble {
  /// The sine of |r| <= 0.786, with relative error below 2^-50.
  ///
  /// Taylor to r^17 (the rest is below 2^-63 of r), by Horner: the last steps dominate, r + r^3 * p
  /// with |r^2 * p| < 0.11. The low part enters as lo * cos(r), cos(r) to 2^-9 or better.
  private static func quickSin(_ r: DoubleDouble) -> Double {
    let x = r.hi
    let z = x * x
    var p = 0x1.952c77030ad4ap-49
    p = p * z - 0x1.ae7f3e733b81fp-41
    p = p * z + 0x1.6124613a86d09p-33
    p = p * z - 0x1.ae64567f544e4p-26
    p = p * z + 0x1.71de3a556c734p-19
    p = p * z - 0x1.a01a01a01a01ap-13
    p = p * z + 0x1.1111111111111p-7
    p = p * z - 0x1.5555555555555p-3
    return x + (x * z * p + r.lo * (1 - 0.5 * z))
  }

  /// The cosine of |r| <= 0.786, which is above 0.7, with relative error below 2^-50.
  ///
  /// Taylor to r^18 (the rest is below 2^-67); the low part enters as -lo * r.
  private static func quickCos(_ r: DoubleDouble) -> Double {
    let x = r.hi
    let z = x * x
    var p = -0x1.6827863b97d97p-53
    p = p * z + 0x1.ae7f3e733b81fp-45
    p = p * z - 0x1.93974a8c07c9dp-37
    p = p * z + 0x1.1eed8eff8d898p-29
    p = p * z - 0x1.27e4fb7789f5cp-22
    p = p * z + 0x1.a01a01a01a01ap-16
    p = p * z - 0x1.6c16c16c16c17p-10
    p = p * z + 0x1.5555555555555p-5
    return 1 + ((z * z * p - 0.5 * z) - r.lo * x)
  }
}
