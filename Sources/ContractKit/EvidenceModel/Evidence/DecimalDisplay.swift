import Base

/// Decimal text of binary64 numbers for reading, the same on every system.
package enum DecimalDisplay {
  /// The number rounded half to even to some significant digits; plain from 1e-4 to below 1e9,
  /// scientific elsewhere; trailing zeros dropped.
  package static func text(_ number: Double, significantDigits digits: Int) -> String {
    guard number.isFinite else { return number.isNaN ? "nan" : number < 0 ? "-inf" : "inf" }
    guard number != 0 else { return "0" }
    // Most are counts of something.
    if number.magnitude < 1e9, let whole = Int(exactly: number), "\(whole.magnitude)".utf8.count <= digits {
      return String(whole)
    }
    // C's conversion rounds the exact value, ties to even: "d.ddde±xx".
    let written = Array(String(printf: "%.*e", Int32(digits - 1), number.magnitude).utf8)
    let mark = written.lastIndex(of: UInt8(ascii: "e"))!
    var figures = written[..<mark].filter { $0 != UInt8(ascii: ".") }
    while figures.count > 1, figures.last == zero { figures.removeLast() }
    let exponent = Int(String(decoding: written[(mark + 1)...], as: UTF8.self))!
    return String(
      decoding: (number < 0 ? [UInt8(ascii: "-")] : []) + layout(figures, exponent: exponent), as: UTF8.self)
  }

  private static let zero = UInt8(ascii: "0")

  private static func layout(_ figures: [UInt8], exponent: Int) -> [UInt8] {
    func zeros(_ count: Int) -> [UInt8] { Array(repeating: zero, count: count) }
    guard (-4..<9).contains(exponent) else {
      let rest = figures.dropFirst()
      return figures.prefix(1) + (rest.isEmpty ? [] : Array(".".utf8) + rest) + "e\(exponent)".utf8
    }
    if exponent < 0 { return "0.".utf8 + zeros(-exponent - 1) + figures }
    let whole = figures.prefix(exponent + 1)
    let rest = figures.dropFirst(exponent + 1)
    return whole + zeros(exponent + 1 - whole.count) + (rest.isEmpty ? [] : Array(".".utf8) + rest)
  }
}
