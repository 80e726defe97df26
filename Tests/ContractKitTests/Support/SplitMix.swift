/// SplitMix64, so that a seed gives the same numbers on every machine.
///
/// Source: Steele, Lea, Flood (2014), Fast splittable pseudorandom number generators.
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number of a range; the small bias of a remainder does not matter here.
  mutating func number(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.count))
  }

  /// One element of a list that has some.
  mutating func pick<Element>(_ list: [Element]) -> Element { list[number(0...list.count - 1)] }

  /// True once in so many times.
  mutating func once(in count: Int) -> Bool { next() % UInt64(count) == 0 }
}
