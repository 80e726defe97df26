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
    guard let bad = source.firstBad else { return [] }
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

  /// A stretch that no contract can contain: not UTF-8, where it has no scalar, or not a character of YAML.
  typealias Bad = (offsets: Range<Int>, scalar: UInt32?)

  /// What is wrong with the character at an offset, or where it ends.
  static func check(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> (bad: Bad?, end: Int) {
    guard let (scalar, length) = decode(bytes, at: index) else { return ((index..<index + 1, nil), index + 1) }
    let end = index + length
    return (isText(scalar) ? nil : (index..<end, scalar), end)
  }

  private static func isText(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD: true
    default: scalar >= 0x10000
    }
  }

  /// The scalar that starts at an offset, by the table of well-formed UTF-8 in the Unicode Standard.
  private static func decode(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> (scalar: UInt32, length: Int)? {
    let lead = bytes[index]
    if lead < 0x80 { return (UInt32(lead), 1) }
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
