/// An unevaluated sum of two binary64 numbers, which holds 106 significant bits.
///
/// `hi` is the sum rounded to binary64, so `|lo|` is at most half a unit in the last place of
/// `hi`. Finite numbers far from overflow and underflow only: this is not a general number type,
/// but what the angles of RoPE need. Only binary64 `+ - * /` and fused multiply-add, each correctly
/// rounded, in a fixed order: the same bits everywhere.
///
/// Source: Dekker, "A floating-point technique for extending the available precision", 1971; error
/// bounds from Joldes, Muller, Popescu, "Tight and rigorous error bounds for basic building
/// blocks of double-word arithmetic", 2017.
struct DoubleDouble: Comparable, Sendable {
  let hi: Double
  let lo: Double

  init(_ value: Double) { (hi, lo) = (value, 0) }

  private init(hi: Double, lo: Double) { (self.hi, self.lo) = (hi, lo) }

  /// Neither is NaN.
  static func < (a: DoubleDouble, b: DoubleDouble) -> Bool { a.hi < b.hi || a.hi == b.hi && a.lo < b.lo }

  /// The exact sum of two numbers.
  static func sum(_ a: Double, _ b: Double) -> DoubleDouble {
    let s = a + b
    let t = s - a
    return DoubleDouble(hi: s, lo: (a - (s - t)) + (b - t))
  }

  /// The exact sum of two numbers of which the first is not smaller in magnitude, or is zero.
  static func quickSum(_ a: Double, _ b: Double) -> DoubleDouble {
    let s = a + b
    return DoubleDouble(hi: s, lo: b - (s - a))
  }

  /// The exact product of two numbers.
  static func product(_ a: Double, _ b: Double) -> DoubleDouble {
    let p = a * b
    return DoubleDouble(hi: p, lo: (-p).addingProduct(a, b))
  }

  /// Relative error at most 3 * 2^-106, cancellation included (AccurateDWPlusDW).
  static func + (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let s = sum(a.hi, b.hi)
    let t = sum(a.lo, b.lo)
    let v = quickSum(s.hi, s.lo + t.hi)
    return quickSum(v.hi, t.lo + v.lo)
  }

  /// Relative error at most 2^-105 (DWPlusFP).
  static func + (a: DoubleDouble, b: Double) -> DoubleDouble {
    let s = sum(a.hi, b)
    return quickSum(s.hi, a.lo + s.lo)
  }

  static prefix func - (a: DoubleDouble) -> DoubleDouble { DoubleDouble(hi: -a.hi, lo: -a.lo) }

  static func - (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble { a + -b }

  /// Relative error at most 5 * 2^-106 (DWTimesDW2).
  static func * (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let p = product(a.hi, b.hi)
    return quickSum(p.hi, p.lo + (a.hi * b.lo).addingProduct(a.lo, b.hi))
  }

  /// Relative error at most 2^-105 (DWTimesFP3).
  static func * (a: DoubleDouble, b: Double) -> DoubleDouble {
    let p = product(a.hi, b)
    return quickSum(p.hi, p.lo.addingProduct(a.lo, b))
  }

  /// Relative error at most 2^-102: long division with three partial quotients.
  static func / (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let first = a.hi / b.hi
    let afterFirst = a - b * first
    let second = afterFirst.hi / b.hi
    let afterSecond = afterFirst - b * second
    let third = afterSecond.hi / b.hi
    return quickSum(first, second) + third
  }

  /// The sum as the nearest binary32 number, ties to even: rounded once.
  var float: Float {
    // Rounding hi alone is wrong only where hi is half-way between two binary32 numbers and lo says
    // to which side the sum lies. Round to odd first: an odd last bit is never half-way.
    guard lo != 0, hi.significandBitPattern & 1 == 0 else { return Float(hi) }
    return Float((lo > 0) ? hi.nextUp : hi.nextDown)
  }
}
