/// Where the elements of an array are drawn from, declared so that it can be printed.
public enum ElementDomain: Sendable, CustomStringConvertible {
  /// Multiples of 2^-23 in [-1, 1]; the simplest is 0.
  case units
  /// Normal numbers with uniform exponents in a range and any sign and significand; the simplest is a
  /// power of two, 1 where the range has it.
  case exponents(ClosedRange<Int>)
  /// One of a list, such as the specials; the simplest is the first.
  case listed([Float])
  /// Any bit pattern, NaNs and infinities included; the simplest is 0.
  case anyBits

  /// As evidence shows it.
  public var description: String {
    switch self {
    case .units: "units"
    case .exponents(let range): "exponents \(range.lowerBound)...\(range.upperBound)"
    case .listed(let values): "one of \(values.map(\.description).joined(separator: " "))"
    case .anyBits: "any bits"
    }
  }

  /// One element.
  public func draw(_ choices: inout Choices) -> Float {
    switch self {
    case .units: return Float(Self.alternating(choices.below(1 << 24 + 1))) * 0x1p-23
    case .exponents(let range):
      let isNegative = choices.below(2) == 1
      let exponent = Self.nearestToZero(choices.below(UInt64(range.count)), in: range)
      let significand = 1 + Float(choices.below(1 << 23)) * 0x1p-23
      return Float(sign: isNegative ? .minus : .plus, exponent: exponent, significand: significand)
    case .listed(let values): return choices.element(of: values)
    case .anyBits: return Float(bitPattern: UInt32(choices.below(1 << 32)))
    }
  }

  /// An array.
  public func draw(_ count: Int, _ choices: inout Choices) -> [Float] { (0..<count).map { _ in draw(&choices) } }

  /// 0, 1, -1, 2, -2, ...
  private static func alternating(_ choice: UInt64) -> Int {
    choice % 2 == 1 ? Int(choice / 2) + 1 : -Int(choice / 2)
  }

  /// The members of a range by distance from the one nearest to 0, upwards first.
  private static func nearestToZero(_ choice: UInt64, in range: ClosedRange<Int>) -> Int {
    let start = min(max(0, range.lowerBound), range.upperBound)
    let (up, down) = (range.upperBound - start, start - range.lowerBound)
    // One side ends first; from there on only the other goes on.
    guard choice > 2 * min(up, down) else { return start + alternating(choice) }
    let distance = Int(choice) - min(up, down)
    return up > down ? start + distance : start - distance
  }
}
