import BigInt

/// Decimal text of binary64 numbers for reading, the same on every system.
package enum DecimalDisplay {
  /// The number rounded half to even to some significant digits; plain from 1e-4 to below 1e9,
  /// scientific elsewhere; trailing zeros dropped.
  package static func text(_ number: Double, significantDigits digits: Int) -> String {
    guard number.isFinite else { return number.isNaN ? "nan" : number < 0 ? "-inf" : "inf" }
    guard number != 0, let exact = Fraction(exactly: number.magnitude) else { return "0" }
    let sign = number < 0 ? "-" : ""
    var exponent = estimatedExponent(exact)
    var rounded = round(exact, exponent: exponent, digits: digits)
    if rounded.description.utf8.count > digits {
      exponent += 1
      rounded = round(exact, exponent: exponent, digits: digits)
    }
    var figures = rounded.description
    while figures.utf8.count > 1, figures.hasSuffix("0") { figures.removeLast() }
    return sign + layout(figures, exponent: exponent)
  }

  /// The decimal exponent of the first significant digit.
  private static func estimatedExponent(_ value: Fraction) -> Int {
    let difference = value.numerator.description.utf8.count - value.denominator.description.utf8.count
    // The quotient lies in 10^(difference-1) ..< 10^(difference+1).
    return Fraction(scaled(value.numerator, by: -difference), over: scaled(value.denominator, by: difference))
      < Fraction(1, over: 1) ? difference - 1 : difference
  }

  private static func scaled(_ value: BigInt, by exponent: Int) -> BigInt {
    exponent > 0 ? value * BigInt(10).power(exponent) : value
  }

  private static func round(_ value: Fraction, exponent: Int, digits: Int) -> BigInt {
    let shift = digits - 1 - exponent
    let numerator = scaled(value.numerator, by: shift)
    let denominator = scaled(value.denominator, by: -shift)
    let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
    let twice = remainder * 2
    let up = twice > denominator || twice == denominator && !quotient.isMultiple(of: 2)
    return up ? quotient + 1 : quotient
  }

  private static func layout(_ figures: String, exponent: Int) -> String {
    let count = figures.utf8.count
    guard (-4..<9).contains(exponent) else {
      let rest = figures.dropFirst()
      return "\(figures.first!)\(rest.isEmpty ? "" : "." + rest)e\(exponent)"
    }
    if exponent < 0 { return "0." + String(repeating: "0", count: -exponent - 1) + figures }
    if count <= exponent + 1 { return figures + String(repeating: "0", count: exponent + 1 - count) }
    return figures.prefix(exponent + 1) + "." + figures.dropFirst(exponent + 1)
  }
}
