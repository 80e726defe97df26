import BigInt

/// A value that a number in prose can point at.
enum ProseValue {
  /// Exact, with what is shown of it.
  case number(Fraction, display: String)
  /// Bits or a digest.
  case text(String)
  /// NaN or an infinity, which no printed number is.
  case notFinite(String)

  /// A measured value.
  init(_ value: Evidence.Measurement.Value) {
    let display = Evidence.Measurement(value, over: nil).display
    switch value {
    case .real(let number):
      self = Fraction(exactly: number).map { .number($0, display: display) } ?? .notFinite(display)
    case .count(let count): self = .number(Fraction(BigInt(count), over: 1), display: display)
    case .text(let text): self = .text(text)
    }
  }

  /// A whole number.
  init(_ count: Int) { self = .number(Fraction(BigInt(count), over: 1), display: String(count)) }

  /// As a message shows it.
  var display: String {
    switch self {
    case .number(_, let display): display
    case .text(let text), .notFinite(let text): text
    }
  }

  /// The exact quotient of two numbers; nil where one is none, or the second is 0.
  static func / (dividend: ProseValue, divisor: ProseValue) -> ProseValue? {
    guard case .number(let a, _) = dividend, case .number(let b, _) = divisor, b.numerator != 0 else { return nil }
    let sign: BigInt = b.numerator < 0 ? -1 : 1
    let quotient = Fraction(a.numerator * b.denominator * sign, over: a.denominator * b.numerator * sign)
    return .number(quotient, display: Evidence.Measurement.rounded(quotient.approximation))
  }
}

extension Fraction {
  /// For display: the binary64 number nearest to the first 20 digits, never compared.
  fileprivate var approximation: Double {
    let digits = 20 + max(0, denominator.bitWidth - numerator.bitWidth)
    let scaled = numerator * BigInt(10).power(digits) / denominator
    return ExactDecimal("\(scaled)e-\(digits)")?.approximation ?? .nan
  }
}
