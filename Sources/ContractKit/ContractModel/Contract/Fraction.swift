import BigInt

/// An exact rational number.
///
/// It is kept as what it was made of. The binary64 numbers nearest to two of them tell most of them apart; integers of any
/// size are worked out for the others.
package struct Fraction: Comparable, Sendable {
  private enum Origin {
    /// Finite.
    case binary(Double)
    /// A power of ten, and what it is multiplied with.
    case decimal(BigInt, exponent: Int)
    /// Of a numerator and a positive denominator.
    case quotient(BigInt, BigInt)
  }

  private let origin: Origin
  /// The nearest binary64 number; NaN where it is not known.
  private let nearest: Double

  private init(_ origin: Origin, nearest: Double) { (self.origin, self.nearest) = (origin, nearest) }

  package init(_ numerator: BigInt, over denominator: BigInt) {
    precondition(denominator > 0)
    self.init(.quotient(numerator, denominator), nearest: .nan)
  }

  /// The exact value of a finite number; nil for NaN and the infinities.
  package init?(exactly value: Double) {
    guard value.isFinite else { return nil }
    self.init(.binary(value), nearest: value)
  }

  /// The value of a count.
  package init(_ count: UInt64) {
    let nearest = Double(count)
    self.init(count < 1 << 53 ? .binary(nearest) : .quotient(BigInt(count), 1), nearest: nearest)
  }

  /// The value of a decimal number; whole numbers are mostly binary64 numbers as well.
  init(_ decimal: ExactDecimal) {
    let nearest = decimal.approximation
    let isBinary = decimal.significand == 0 || decimal.exponent == 0 && nearest.magnitude < 0x1p53
    self.init(
      isBinary ? .binary(nearest) : .decimal(decimal.significand, exponent: decimal.exponent), nearest: nearest)
  }

  package var numerator: BigInt { parts.numerator }
  package var denominator: BigInt { parts.denominator }

  private var parts: (numerator: BigInt, denominator: BigInt) {
    switch origin {
    case .quotient(let numerator, let denominator): return (numerator, denominator)
    case .decimal(let significand, let exponent):
      return exponent >= 0
        ? (significand * BigInt(10).power(exponent), 1) : (significand, BigInt(10).power(-exponent))
    case .binary(let value):
      guard value != 0 else { return (0, 1) }
      // significandBitPattern with its hidden bit is an integer of at most 53 bits.
      let (bits, scale) =
        value.isSubnormal
        ? (value.significandBitPattern, -1074)
        : (value.significandBitPattern | (1 << 52), Int(value.exponent) - 52)
      let magnitude = BigInt(bits)
      let signed = value.sign == .minus ? -magnitude : magnitude
      return (scale >= 0 ? signed << scale : signed, scale >= 0 ? 1 : BigInt(1) << -scale)
    }
  }

  package static func < (left: Self, right: Self) -> Bool {
    // Rounding to nearest never exchanges two numbers.
    if left.nearest < right.nearest { return true }
    if left.nearest > right.nearest || areBinary(left, right) { return false }
    let (a, b) = (left.parts, right.parts)
    return a.numerator * b.denominator < b.numerator * a.denominator
  }

  package static func == (left: Self, right: Self) -> Bool {
    if left.nearest < right.nearest || left.nearest > right.nearest { return false }
    if areBinary(left, right) { return true }
    let (a, b) = (left.parts, right.parts)
    return a.numerator * b.denominator == b.numerator * a.denominator
  }

  /// Whether both are what is nearest to them.
  private static func areBinary(_ left: Self, _ right: Self) -> Bool {
    guard case (.binary, .binary) = (left.origin, right.origin) else { return false }
    return true
  }

  package static func - (left: Self, right: Self) -> Self {
    if right.nearest == 0, case .binary = right.origin { return left }
    let (a, b) = (left.parts, right.parts)
    return Fraction(a.numerator * b.denominator - b.numerator * a.denominator, over: a.denominator * b.denominator)
  }

  package static prefix func - (value: Self) -> Self {
    switch value.origin {
    case .binary(let number): Fraction(.binary(-number), nearest: -number)
    case .decimal(let significand, let exponent):
      Fraction(.decimal(-significand, exponent: exponent), nearest: -value.nearest)
    case .quotient(let numerator, let denominator):
      Fraction(.quotient(-numerator, denominator), nearest: -value.nearest)
    }
  }

  package var magnitude: Self { self < Fraction(0) ? -self : self }
}
