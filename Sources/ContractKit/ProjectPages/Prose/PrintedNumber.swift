import BigInt

/// A number as prose prints it: decimal with an optional `%` and commas between thousands, or bits.
package enum PrintedNumber {
  /// `significand * 10^exponent`, of the value or of a hundred times it.
  case decimal(ExactDecimal, isPercent: Bool)
  /// Bits (`0x…`) or a digest in lower case; a digest may be cut with `…` after at least 8 digits.
  case text(String, isCut: Bool)

  /// The number that a text spells, or nil.
  package init?(_ text: String) {
    let lower = text.lowercased()
    if lower.hasPrefix("0x") || lower.utf8.count >= 64 || lower.hasSuffix("…") {
      let digits = lower.filter { $0 != "…" }
      let isCut = digits.count < lower.count
      guard digits.allSatisfy({ $0.isHexDigit || $0 == "x" }), !isCut || digits.utf8.count >= 8 else { return nil }
      self = .text(digits, isCut: isCut)
      return
    }
    let isPercent = lower.hasSuffix("%")
    var digits = lower.filter { $0 != "%" && !$0.isWhitespace }.replacingMinus
    if digits.contains(",") {
      let groups = digits.prefix { $0 != "." }.split(separator: ",", omittingEmptySubsequences: false)
      guard groups.dropFirst().allSatisfy({ $0.count == 3 }), (1...4).contains(groups[0].count) else { return nil }
      digits = digits.filter { $0 != "," }
    }
    guard let decimal = ExactDecimal(digits) else { return nil }
    self = .decimal(decimal, isPercent: isPercent)
  }

  /// Whether a measured value, rounded half to even to the digits that are printed, is this number.
  package func matches(_ value: Evidence.Measurement.Value) -> Bool { matches(ProseValue(value)) }

  /// Whether a value, rounded half to even to the digits that are printed, is this number.
  func matches(_ value: ProseValue) -> Bool {
    switch (self, value) {
    case (.text(let text, let isCut), .text(let other)):
      return isCut ? other.lowercased().hasPrefix(text) : other.lowercased() == text
    case (.decimal(let printed, let isPercent), .number(let exact, _)):
      return Self.rounded(exact, scale: isPercent ? 100 : 1, exponent: printed.exponent) == printed.significand
    default: return false
    }
  }

  /// `value * scale / 10^exponent`, rounded half to even.
  private static func rounded(_ value: Fraction, scale: BigInt, exponent: Int) -> BigInt {
    let numerator = value.numerator * scale * (exponent < 0 ? BigInt(10).power(-exponent) : 1)
    let denominator = value.denominator * (exponent > 0 ? BigInt(10).power(exponent) : 1)
    let (quotient, remainder) = numerator.magnitude.quotientAndRemainder(dividingBy: denominator.magnitude)
    let twice = remainder * 2
    let up = twice > denominator.magnitude || twice == denominator.magnitude && !quotient.isMultiple(of: 2)
    let magnitude = BigInt(up ? quotient + 1 : quotient)
    return numerator.signum() < 0 ? -magnitude : magnitude
  }
}

extension String {
  /// The text with the typographic minus sign as the plain one.
  fileprivate var replacingMinus: String { String(map { $0 == "\u{2212}" ? "-" : $0 }) }
}
