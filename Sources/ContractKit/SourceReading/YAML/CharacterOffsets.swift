/// Byte offsets of characters, which libyaml's marks count.
///
/// Marks come almost in order, so a cursor moves from the last one to the next, over the characters beyond ASCII
/// only.
struct CharacterOffsets {
  /// Kept, since it holds the list below.
  private let source: SourceText
  private let start: Int
  private let count: Int
  /// Where the continuation bytes are, in the source.
  private let continuations: UnsafeBufferPointer<UInt32>
  /// How many of them stand before the last character asked for.
  private var passed = 0
  /// The offsets at which as many do.
  private var reach: Range<Int>

  init(_ source: SourceText) {
    self.source = source
    start = source.textStart
    count = source.bytes.count
    continuations = source.continuations
    reach = 0..<(continuations.first.map(Int.init) ?? .max)
  }

  /// The offset of a character, counted from 0 after a byte order mark; at most that of the end.
  @inline(__always)
  mutating func byte(_ index: Int) -> Int {
    let offset = start + index + passed
    return reach.contains(offset) ? min(offset, count) : move(to: index)
  }

  private mutating func move(to index: Int) -> Int {
    // A continuation byte stands before a character if and only if it lies before the offset that follows.
    while passed < continuations.count, Int(continuations[passed]) <= start + index + passed { passed += 1 }
    while passed > 0, Int(continuations[passed - 1]) > start + index + passed - 1 { passed -= 1 }
    let end = passed < continuations.count ? Int(continuations[passed]) : .max
    reach = (passed == 0 ? 0 : Int(continuations[passed - 1]) + 1)..<end
    return min(start + index + passed, count)
  }
}
