import Base

/// Decimal text of binary64 numbers for reading, the same on every system.
package enum DecimalDisplay {
  /// The number rounded half to even to some significant digits; plain from 1e-4 to below 1e9,
  /// scientific elsewhere; trailing zeros dropped.
  package static func text(_ number: Double, significantDigits digits: Int) -> String {
    guard number.isFinite else { return number.isNaN ? "nan" : number < 0 ? "-inf" : "inf" }
    guard number != 0 else { return "0" }
    // C's conversion rounds the exact value, ties to even: "d.ddde±xx".
    let parts = String(printf: "%.*e", Int32(digits - 1), number.magnitude).split(separator: "e")
    var figures = parts[0].filter { $0 != "." }
    while figures.utf8.count > 1, figures.hasSuffix("0") { figures.removeLast() }
    return (number < 0 ? "-" : "") + layout(figures, exponent: Int(parts[1])!)
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
