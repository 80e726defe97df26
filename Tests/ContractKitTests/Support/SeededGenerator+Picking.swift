import FalsifierKit

/// What made-up contracts and findings are drawn with.
extension SeededGenerator {
  /// The generator of a numbered case.
  init(_ number: UInt64) { self.init(seed: String(number, radix: 16)) }

  /// A number of a range.
  mutating func number(_ range: ClosedRange<Int>) -> Int { integer(in: range.lowerBound..<range.upperBound + 1) }

  /// One element of a list that has some.
  mutating func pick<Element>(_ list: [Element]) -> Element { list[integer(in: list.indices)] }

  /// True once in so many times.
  mutating func once(in count: Int) -> Bool { integer(in: 0..<count) == 0 }
}
