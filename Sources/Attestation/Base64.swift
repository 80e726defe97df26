/// Base64 as RFC 4648 has it: written in the standard alphabet, read in either.
enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let values: [UInt8: UInt32] = {
    var values = Dictionary(uniqueKeysWithValues: alphabet.enumerated().map { ($0.element, UInt32($0.offset)) })
    (values[UInt8(ascii: "-")], values[UInt8(ascii: "_")]) = (62, 63)
    return values
  }()

  /// With padding, on one line.
  static func text(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = (0..<3).map { start + $0 < bytes.count ? UInt32(bytes[start + $0]) : 0 }
      let number = group[0] << 16 | group[1] << 8 | group[2]
      let count = min(3, bytes.count - start)
      for place in 0..<4 {
        text.append(place <= count ? alphabet[Int(number >> (18 - 6 * UInt32(place)) & 63)] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes; nil where the text is unpadded or wrapped, has a character of no alphabet, or bits that say nothing.
  static func bytes(_ text: String) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count.isMultiple(of: 4) else { return nil }
    let padding = digits.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 4 * 3)
    for start in stride(from: 0, to: digits.count, by: 4) {
      let missing = start + 4 == digits.count ? padding : 0
      var number: UInt32 = 0
      for place in 0..<4 {
        guard place < 4 - missing else {
          number <<= 6
          continue
        }
        guard let value = values[digits[start + place]] else { return nil }
        number = number << 6 | value
      }
      // One text, one meaning: what padding cuts off must be zero.
      guard number & (missing == 2 ? 0xFFFF : missing == 1 ? 0xFF : 0) == 0 else { return nil }
      for place in 0..<(3 - missing) { bytes.append(UInt8(truncatingIfNeeded: number >> (16 - 8 * UInt32(place)))) }
    }
    return bytes
  }
}
