/// Where the lines of a text start, and its bytes that continue a character.
struct TextIndex: ~Copyable, Sendable {
  /// The offset of each line's first byte.
  private(set) var starts: GrowingBuffer<UInt32>
  /// The line, from 0, that each ``block`` of bytes starts in; one block more than there are whole ones.
  private(set) var blockLines: GrowingBuffer<UInt32>
  /// The offsets of the bytes behind a byte order mark that continue a character.
  private(set) var continuations = GrowingBuffer<UInt32>(capacity: 64)
  /// The length of the longest line, its end included.
  private(set) var longest = 0
  static let block = 64

  /// The start of the last line so far.
  private var lineStart = 0

  /// The index of a text, eight bytes at a time.
  ///
  /// - Parameter textStart: where its first line starts: behind a byte order mark.
  init(_ bytes: [UInt8], from textStart: Int) {
    // Lines of contracts have 48 bytes on average.
    starts = GrowingBuffer(capacity: bytes.count / 32)
    blockLines = GrowingBuffer(capacity: bytes.count / Self.block + 1)
    starts.append(0)
    bytes.withUnsafeBytes { bytes in
      let words = bytes.count / 8
      for word in 0..<words {
        let offset = 8 &* word
        if offset % Self.block == 0 { blockLines.append(UInt32(starts.count - 1)) }
        add((bytes.baseAddress! + offset).loadUnaligned(as: UInt64.self), at: offset, textStart)
      }
      if words % (Self.block / 8) == 0 { blockLines.append(UInt32(starts.count - 1)) }
      // The rest, with zeros behind it, which are nothing that is looked for.
      var rest: UInt64 = 0
      for index in 8 * words..<bytes.count { rest |= UInt64(bytes[index]) << UInt64(8 * (index % 8)) }
      add(UInt64(littleEndian: rest), at: 8 * words, textStart)
      longest = max(longest, bytes.count - lineStart)
    }
  }

  /// Adds what eight bytes contain.
  @inline(__always)
  private mutating func add(_ word: UInt64, at offset: Int, _ textStart: Int) {
    let word = UInt64(littleEndian: word)
    var lineFeeds = UTF8Text.lineFeeds(word)
    // Most are neither the end of a line nor beyond ASCII.
    if lineFeeds == 0, UTF8Text.isASCII(word) { return }
    while lineFeeds != 0 {
      let next = offset + lineFeeds.trailingZeroBitCount / 8 + 1
      longest = max(longest, next - lineStart)
      starts.append(UInt32(next))
      lineStart = next
      lineFeeds &= lineFeeds - 1
    }
    var marks = UTF8Text.continuations(word)
    while marks != 0 {
      let place = offset + marks.trailingZeroBitCount / 8
      if place >= textStart { continuations.append(UInt32(place)) }
      marks &= marks - 1
    }
  }
}
