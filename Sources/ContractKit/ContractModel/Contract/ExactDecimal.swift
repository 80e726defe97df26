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
  /// The nearest binary64 number.
  package let approximation: Double

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
    approximation = Double(text) ?? .nan
  }

  /// The value as a fraction.
  package var fraction: Fraction { Fraction(self) }
}
