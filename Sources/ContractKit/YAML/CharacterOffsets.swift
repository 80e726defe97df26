/// Byte offsets of characters, which libyaml's marks count.
///
/// Marks come almost in order, so a cursor moves from the last one to the next, over the characters beyond ASCII
/// only.
struct CharacterOffsets {
  private let start: Int
  private let count: Int
  /// Where the continuation bytes are.
  private let continuations: [UInt32]
  /// How many of them stand before the last character asked for.
  private var passed = 0

  init(_ source: SourceText) {
    start = source.textStart
    count = source.bytes.count
    continuations = source.isASCII ? [] : Self.continuations(source.bytes, from: start)
  }

  /// The offset of a character, counted from 0 after a byte order mark; at most that of the end.
  @inline(__always)
  mutating func byte(_ index: Int) -> Int {
    if continuations.isEmpty { return min(start + index, count) }
    return move(to: index)
  }

  private mutating func move(to index: Int) -> Int {
    // A continuation byte stands before a character if and only if it lies before the offset that follows.
    while passed < continuations.count, Int(continuations[passed]) <= start + index + passed { passed += 1 }
    while passed > 0, Int(continuations[passed - 1]) > start + index + passed - 1 { passed -= 1 }
    return min(start + index + passed, count)
  }

  private static func continuations(_ bytes: [UInt8], from start: Int) -> [UInt32] {
    var found: [UInt32] = []
    bytes.withUnsafeBytes { bytes in
      var index = start
      while index < bytes.count {
        if index + 8 <= bytes.count,
          UTF8Text.isASCII(bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
        {
          index += 8
          continue
        }
        if bytes[index] & 0xC0 == 0x80 { found.append(UInt32(index)) }
        index += 1
      }
    }
    return found
  }
}
