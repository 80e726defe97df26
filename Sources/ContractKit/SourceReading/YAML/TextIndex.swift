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
    bytes.withUnsafeBytes { bytes in
      addLines(bytes)
      addCharacters(bytes.bindMemory(to: UInt8.self), from: textStart)
    }
  }

  private mutating func addLines(_ bytes: UnsafeRawBufferPointer) {
    var (start, nextBlock) = (0, 0)
    starts.append(0)
    // Where LF ends no line, CR may do so, as in YAML itself.
    let hasLineFeed = bytes.count > 0 && memchr(bytes.baseAddress!, 0x0A, bytes.count) != nil
    let end: Int32 = hasLineFeed ? 0x0A : 0x0D
    while start < bytes.count, let found = memchr(bytes.baseAddress! + start, end, bytes.count - start) {
      let next = UnsafeRawPointer(found) - bytes.baseAddress! + 1
      while nextBlock < next {
        blockLines.append(UInt32(starts.count - 1))
        nextBlock += Self.block
      }
      longest = max(longest, next - start)
      starts.append(UInt32(next))
      start = next
    }
    while nextBlock <= bytes.count {
      blockLines.append(UInt32(starts.count - 1))
      nextBlock += Self.block
    }
    longest = max(longest, bytes.count - start)
  }

  /// Looks at whatever is no plain text: characters beyond ASCII, and those that control something.
  private mutating func addCharacters(_ bytes: UnsafeBufferPointer<UInt8>, from textStart: Int) {
    func word(_ offset: Int) -> UInt64 {
      UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    }
    var offset = textStart
    // Where the last of them ends.
    var end = textStart
    while offset + 32 <= bytes.count {
      // Four words at a time, of which none waits for another: most text has none.
      if UTF8Text.others(word(offset)) | UTF8Text.others(word(offset + 8)) | UTF8Text.others(word(offset + 16))
        | UTF8Text.others(word(offset + 24)) == 0
      {
        offset += 32
        continue
      }
      for _ in 0..<4 {
        var marks = UTF8Text.others(UInt64(littleEndian: word(offset)))
        while marks != 0 {
          add(bytes, at: offset + marks.trailingZeroBitCount / 8, &end)
          marks &= marks - 1
        }
        offset += 8
      }
    }
    while offset < bytes.count {
      if UTF8Text.others(UInt64(bytes[offset]) | 0x2020_2020_2020_2000) != 0 { add(bytes, at: offset, &end) }
      offset += 1
    }
  }

  private mutating func add(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int, _ end: inout Int) {
    if bytes[offset] & 0xC0 == 0x80 { continuations.append(UInt32(offset)) }
    guard offset >= end, firstBad == nil else { return }
    (firstBad, end) = Encoding.check(bytes, at: offset)
  }
}
