#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where the lines of a text start, and its bytes that continue a character.
package struct TextIndex: ~Copyable, Sendable {
  /// The offset of each line's first byte.
  package private(set) var starts: GrowingBuffer<UInt32>
  /// The line, from 0, that each ``block`` of bytes starts in; one block more than there are whole ones.
  package private(set) var blockLines: GrowingBuffer<UInt32>
  /// The offsets of the bytes behind a byte order mark that continue a character.
  package private(set) var continuations = GrowingBuffer<UInt32>(capacity: 64)
  /// The first stretch behind it that no contract can contain.
  private(set) var firstBad: Encoding.Bad?
  /// The length of the longest line, its end included.
  package private(set) var longest = 0
  package static let block = 64

  /// The index of a text.
  ///
  /// - Parameter textStart: where its first line starts: behind a byte order mark.
  package init(_ bytes: [UInt8], from textStart: Int) {
    // Lines of contracts have 48 bytes on average.
    starts = GrowingBuffer(capacity: bytes.count / 32)
    blockLines = GrowingBuffer(capacity: bytes.count / Self.block + 1)
    bytes.withUnsafeBufferPointer { add($0, from: textStart) }
  }

  /// Finds line ends, bytes beyond ASCII, and control characters in one pass; most words of a text have none of them.
  private mutating func add(_ bytes: UnsafeBufferPointer<UInt8>, from textStart: Int) {
    // Where LF ends no line, CR may do so, as in YAML itself.
    let hasLineFeed = bytes.count > 0 && memchr(bytes.baseAddress!, 0x0A, bytes.count) != nil
    let lineEnd: UInt8 = hasLineFeed ? 0x0A : 0x0D
    starts.append(0)
    // The offset of the current line, of the next block, and of the end of the last character that was checked.
    var (start, nextBlock, end) = (0, 0, textStart)
    func visit(_ offset: Int) {
      let byte = bytes[offset]
      if byte == lineEnd {
        let next = offset + 1
        while nextBlock < next {
          blockLines.append(UInt32(starts.count - 1))
          nextBlock += Self.block
        }
        longest = max(longest, next - start)
        starts.append(UInt32(next))
        start = next
      }
      if byte & 0xC0 == 0x80 { continuations.append(UInt32(offset)) }
      if byte != 0x0A, offset >= end, firstBad == nil { (firstBad, end) = Encoding.check(bytes, at: offset) }
    }
    func visit(_ marks: UInt64, from offset: Int) {
      var marks = marks
      while marks != 0 {
        visit(offset + marks.trailingZeroBitCount / 8)
        marks &= marks - 1
      }
    }
    func marks(_ offset: Int) -> UInt64 {
      let word = UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      return UTF8Text.notable(UInt64(littleEndian: word))
    }
    var offset = textStart
    while offset + 16 <= bytes.count {
      // Two words, neither of which waits for the other.
      let (first, second) = (marks(offset), marks(offset + 8))
      if first | second != 0 {
        visit(first, from: offset)
        visit(second, from: offset + 8)
      }
      offset += 16
    }
    while offset < bytes.count {
      if !(0x20...0x7E).contains(bytes[offset]) { visit(offset) }
      offset += 1
    }
    while nextBlock <= bytes.count {
      blockLines.append(UInt32(starts.count - 1))
      nextBlock += Self.block
    }
    longest = max(longest, bytes.count - start)
  }
}
