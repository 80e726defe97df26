/// What is swept: all floats of a function, `exp`, or the third of sixteen parts of them, `exp:3/16`.
struct Item {
  /// The largest number of parts.
  static let limit = 1 << 16

  let name: String
  /// From 1.
  let part: Int
  /// A power of two, so that every part is made of whole runs.
  let parts: Int

  /// The bit patterns that are swept.
  var patterns: Range<Int> {
    let size = (1 << 32) / parts
    return (part - 1) * size..<part * size
  }

  /// An item as it is written; nil where a text is none.
  init?(_ text: String) {
    let halves = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard let name = halves.first, halves.count <= 2 else { return nil }
    guard halves.count == 2 else {
      (self.name, part, parts) = (name, 1, 1)
      return
    }
    let numbers = halves[1].split(separator: "/", omittingEmptySubsequences: false).compactMap { Int($0) }
    guard numbers.count == 2, (1...Self.limit).contains(numbers[1]), numbers[1].nonzeroBitCount == 1,
      (1...numbers[1]).contains(numbers[0]), halves[1] == "\(numbers[0])/\(numbers[1])"
    else { return nil }
    (self.name, part, parts) = (name, numbers[0], numbers[1])
  }
}
