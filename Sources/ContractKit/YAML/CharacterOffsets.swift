/// Byte offsets of characters, which libyaml's marks count.
///
/// Marks come almost in order, so a cursor that moves from the last one to the next touches each
/// byte about once.
struct CharacterOffsets {
  private let source: SourceText
  private let isASCII: Bool
  private var character = 0
  private var offset: Int

  init(_ source: SourceText) {
    self.source = source
    offset = source.textStart
    isASCII = source.bytes.withUnsafeBufferPointer { buffer in
      var all: UInt8 = 0
      for byte in buffer { all |= byte }
      return all < 0x80
    }
  }

  /// The offset of a character, counted from 0 after a byte order mark; at most that of the end.
  mutating func byte(_ index: Int) -> Int {
    let count = source.bytes.count
    if isASCII { return min(source.textStart + index, count) }
    let start = source.textStart
    (character, offset) = source.bytes.withUnsafeBufferPointer { [character, offset] bytes in
      var (character, offset) = (character, offset)
      while character < index && offset < count {
        offset += 1
        while offset < count && bytes[offset] & 0xC0 == 0x80 { offset += 1 }
        character += 1
      }
      while character > index && offset > start {
        offset -= 1
        while bytes[offset] & 0xC0 == 0x80 { offset -= 1 }
        character -= 1
      }
      return (character, offset)
    }
    return offset
  }
}
