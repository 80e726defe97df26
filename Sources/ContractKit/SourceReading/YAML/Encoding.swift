/// Checks that a file is UTF-8 text: libyaml refuses bad bytes without saying where they are.
enum Encoding {
  /// The first byte that no contract can contain, as a finding; empty for good text.
  static func findings(in source: SourceText) -> [Diagnostic] {
    let bytes = source.bytes
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      return [
        Rule.invalidUTF8.diagnostic(
          "the file is UTF-16", path: source.path, range: source.range(0..<2), help: "save it as UTF-8")
      ]
    }
    guard let bad = bytes.withUnsafeBufferPointer({ firstBad(in: $0, from: source.textStart) }) else { return [] }
    let range = source.range(bad.offsets)
    guard let scalar = bad.scalar else {
      let byte = String(bytes[bad.offsets.lowerBound], radix: 16, uppercase: true)
      return [
        Rule.invalidUTF8.diagnostic(
          "the byte 0x\(byte) is not UTF-8 here", path: source.path, range: range,
          help: "save the file as UTF-8")
      ]
    }
    return [
      Rule.invalidCharacter.diagnostic(
        "the character \(name(of: scalar)) is not allowed in YAML", path: source.path, range: range,
        help: "remove it, or write it as an escape within double quotes")
    ]
  }

  private static func name(of scalar: UInt32) -> String {
    let digits = String(scalar, radix: 16, uppercase: true)
    let padded = String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    return scalar == 0 ? "NUL (U+0000)" : "U+\(padded)"
  }

  /// The first stretch that is not UTF-8 (no scalar) or not a character of YAML.
  private static func firstBad(
    in bytes: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> (offsets: Range<Int>, scalar: UInt32?)? {
    var index = start
    func word(_ offset: Int) -> UInt64 {
      UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    }
    while index < bytes.count {
      if index + 8 <= bytes.count {
        let plain = UTF8Text.plainPrefix(word(index))
        index += plain
        if plain == 8 {
          // Four words at a time, of which none waits for another.
          while index + 32 <= bytes.count,
            UTF8Text.others(word(index)) | UTF8Text.others(word(index + 8)) | UTF8Text.others(word(index + 16))
              | UTF8Text.others(word(index + 24)) == 0
          {
            index += 32
          }
          continue
        }
      }
      let byte = bytes[index]
      if byte < 0x80 {
        let isText = byte >= 0x20 && byte != 0x7F || byte == 0x09 || byte == 0x0A || byte == 0x0D
        guard isText else { return (index..<index + 1, UInt32(byte)) }
        index += 1
        continue
      }
      guard let (scalar, length) = decode(bytes, at: index) else { return (index..<index + 1, nil) }
      let isText =
        scalar == 0x85 || (0xA0...0xD7FF).contains(scalar) || (0xE000...0xFFFD).contains(scalar) && scalar != 0xFEFF
        || scalar >= 0x10000
      guard isText else { return (index..<index + length, scalar) }
      index += length
    }
    return nil
  }

  /// The scalar that starts at an offset, by the table of well-formed UTF-8 in the Unicode Standard.
  private static func decode(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> (scalar: UInt32, length: Int)? {
    let lead = bytes[index]
    let (length, second): (Int, ClosedRange<UInt8>) =
      switch lead {
      case 0xC2...0xDF: (2, 0x80...0xBF)
      case 0xE0: (3, 0xA0...0xBF)
      case 0xED: (3, 0x80...0x9F)
      case 0xE1...0xEF: (3, 0x80...0xBF)
      case 0xF0: (4, 0x90...0xBF)
      case 0xF1...0xF3: (4, 0x80...0xBF)
      case 0xF4: (4, 0x80...0x8F)
      default: (0, 0x80...0xBF)
      }
    guard length > 0, index + length <= bytes.count, second.contains(bytes[index + 1]) else { return nil }
    var scalar = UInt32(lead) & (0x7F >> UInt32(length))
    for offset in 1..<length {
      guard bytes[index + offset] & 0xC0 == 0x80 else { return nil }
      scalar = scalar << 6 | UInt32(bytes[index + offset] & 0x3F)
    }
    return (scalar, length)
  }
}
