/// Escapes of one half of a surrogate pair, which JSON allows and no text in UTF-8 can hold.
enum SurrogateRepair {
  /// The same JSON with U+FFFD for each lone half, which has as many units of UTF-16.
  static func repaired(_ bytes: [UInt8]) -> [UInt8] {
    let backslash = UInt8(ascii: "\\")
    var result = bytes
    var index = 0
    while let found = bytes[index...].firstIndex(of: backslash) {
      guard let unit = unit(at: found, in: bytes), 0xD800...0xDFFF ~= unit else {
        index = min(found + 2, bytes.count)
        continue
      }
      if unit < 0xDC00, let low = self.unit(at: found + 6, in: bytes), 0xDC00...0xDFFF ~= low {
        index = found + 12
        continue
      }
      result.replaceSubrange(found + 2..<found + 6, with: "FFFD".utf8)
      index = found + 6
    }
    return result
  }

  /// The unit of UTF-16 that `\uXXXX` at an offset writes.
  private static func unit(at offset: Int, in bytes: [UInt8]) -> UInt16? {
    guard offset + 6 <= bytes.count, bytes[offset] == UInt8(ascii: "\\"), bytes[offset + 1] == UInt8(ascii: "u")
    else { return nil }
    return UInt16(String(decoding: bytes[offset + 2..<offset + 6], as: UTF8.self), radix: 16)
  }
}
