import BigInt

/// A decimal number as it was written, with its exact value.
///
/// Thresholds are exact rationals and measurements are exact binary numbers, so the two are
/// compared without rounding: `0.1` in a contract is not the binary64 number nearest to it.
public struct ExactDecimal: Sendable, CustomStringConvertible {
  /// The text, as written.
  public let description: String
  /// The value is `significand * 10^exponent`.
  package let significand: BigInt
  package let exponent: Int

  /// Digits and exponents beyond these are refused, so that a comparison stays cheap.
  static let maximumLength = 400
  static let maximumExponent = 5000

  /// The number that a text spells: `[+-]digits[.digits][e[+-]digits]`, or nil.
  ///
  /// Hexadecimal, infinities, NaN, underscores and blanks are no numbers here.
  public init?(_ text: String) {
    guard text.utf8.count <= Self.maximumLength else { return nil }
    var rest = Substring(text)
    var negative = false
    if let sign = rest.first, sign == "+" || sign == "-" {
      negative = sign == "-"
      rest.removeFirst()
    }
    func digits() -> String {
      let run = rest.prefix { $0.isASCII && $0.isNumber }
      rest.removeFirst(run.count)
      return String(run)
    }
    let whole = digits()
    var fraction = ""
    if rest.first == "." {
      rest.removeFirst()
      fraction = digits()
    }
    guard !(whole + fraction).isEmpty else { return nil }
    var exponent = 0
    if let mark = rest.first, mark == "e" || mark == "E" {
      rest.removeFirst()
      var sign = 1
      if let written = rest.first, written == "+" || written == "-" {
        sign = written == "-" ? -1 : 1
        rest.removeFirst()
      }
      guard let magnitude = Int(digits()), magnitude <= Self.maximumExponent else { return nil }
      exponent = sign * magnitude
    }
    guard rest.isEmpty, let value = BigInt(whole + fraction) else { return nil }
    significand = negative ? -value : value
    self.exponent = exponent - fraction.utf8.count
    description = text
  }

  /// The value as a fraction; the denominator is positive.
  package var fraction: Fraction {
    exponent >= 0
      ? Fraction(significand * BigInt(10).power(exponent), over: 1)
      : Fraction(significand, over: BigInt(10).power(-exponent))
  }

  /// The nearest binary64 number, for display and for margins, never for a verdict.
  package var approximation: Double { Double(description) ?? .nan }
}

/// An exact rational number.
package struct Fraction: Comparable, Sendable {
  package let numerator: BigInt
  package let denominator: BigInt

  package init(_ numerator: BigInt, over denominator: BigInt) {
    precondition(denominator > 0)
    self.numerator = numerator
    self.denominator = denominator
  }

  /// The exact value of a finite number; nil for NaN and the infinities.
  package init?(exactly value: Double) {
    guard value.isFinite else { return nil }
    guard value != 0 else {
      self.init(0, over: 1)
      return
    }
    // significandBitPattern with its hidden bit is an integer of at most 53 bits.
    let (bits, scale) =
      value.isSubnormal
      ? (value.significandBitPattern, -1074)
      : (value.significandBitPattern | (1 << 52), Int(value.exponent) - 52)
    let magnitude = BigInt(bits)
    let signed = value.sign == .minus ? -magnitude : magnitude
    self.init(
      scale >= 0 ? signed << scale : signed, over: scale >= 0 ? 1 : BigInt(1) << -scale)
  }

  package static func < (left: Self, right: Self) -> Bool {
    left.numerator * right.denominator < right.numerator * left.denominator
  }

  package static func == (left: Self, right: Self) -> Bool {
    left.numerator * right.denominator == right.numerator * left.denominator
  }

  package static func - (left: Self, right: Self) -> Self {
    Fraction(
      left.numerator * right.denominator - right.numerator * left.denominator,
      over: left.denominator * right.denominator)
  }

  package var magnitude: Self { Fraction(BigInt(numerator.magnitude), over: denominator) }
}
