/// What can be said of bytes of UTF-8 eight at a time.
package enum UTF8Text {
  private static let highBits: UInt64 = 0x8080_8080_8080_8080

  /// Whether all bytes are ASCII.
  @inline(__always)
  package static func isASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count >= 8 else { return bytes.reduce(0, |) & 0x80 == 0 }
    let bytes = UnsafeRawBufferPointer(bytes)
    // The last eight bytes once more, instead of what is left one by one.
    var all = bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self)
    var index = 0
    while index + 8 < bytes.count {
      all |= bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      index += 8
    }
    return isASCII(all)
  }

  /// Whether some bytes stand at an offset of others; at least as many must follow there.
  ///
  /// Keys are short: a call of memcmp takes longer.
  @inlinable @inline(__always)
  package static func areSame(
    _ bytes: UnsafeBufferPointer<UInt8>, at offset: Int, of others: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    let count = bytes.count
    guard count > 0 else { return true }
    let (one, other) = (UnsafeRawPointer(bytes.baseAddress!), UnsafeRawPointer(others.baseAddress!) + offset)
    func differ<Word: FixedWidthInteger & BitwiseCopyable>(_ place: Int, _: Word.Type) -> Bool {
      one.loadUnaligned(fromByteOffset: place, as: Word.self)
        != other.loadUnaligned(fromByteOffset: place, as: Word.self)
    }
    // The last word once more, instead of what is left byte by byte.
    if count >= 8 {
      var place = 0
      while place + 8 < count {
        if differ(place, UInt64.self) { return false }
        place += 8
      }
      return !differ(count - 8, UInt64.self)
    }
    if count >= 4 { return !differ(0, UInt32.self) && !differ(count - 4, UInt32.self) }
    return !differ(0, UInt8.self) && !differ(count / 2, UInt8.self) && !differ(count - 1, UInt8.self)
  }

  /// Whether eight bytes are all ASCII.
  @inline(__always)
  package static func isASCII(_ word: UInt64) -> Bool { word & highBits == 0 }

  /// The high bits of those of eight bytes that are none of 0x20...0x7E.
  @inline(__always)
  package static func notable(_ word: UInt64) -> UInt64 {
    let low = word & ~highBits
    // The high bit of each byte says what the byte is; no sum carries into the next one.
    let isBlankOrMore = low &+ 0x6060_6060_6060_6060
    let isDelete = low &+ 0x0101_0101_0101_0101
    return (word | isDelete | ~isBlankOrMore) & highBits
  }

  /// The high bits of those of eight bytes that continue a scalar: the first bit is set and the second is not.
  @inline(__always)
  package static func continuations(_ word: UInt64) -> UInt64 { word & ~(word << 1) & highBits }

  /// How many scalars start in a stretch: bytes that continue none.
  package static func scalars(in offsets: Range<Int>, of bytes: [UInt8]) -> Int {
    bytes.withUnsafeBytes { bytes in
      var count = offsets.count
      var index = offsets.lowerBound
      while index + 8 <= offsets.upperBound {
        let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        count -= continuations(word).nonzeroBitCount
        index += 8
      }
      while index < offsets.upperBound {
        if bytes[index] & 0xC0 == 0x80 { count -= 1 }
        index += 1
      }
      return count
    }
  }
}
