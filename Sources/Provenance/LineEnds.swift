/// Ends of lines that a compiler sees and an editor may not.
enum LineEnds {
  /// Whether code can hide in what looks like a comment, or a comment take a line of code along: a vertical tab or a form
  /// feed, which may stand behind the backslash that joins two lines; the trigraph for that backslash; and a CR that ends
  /// a line by itself. See "Words" in docs/evidence-keys.md.
  static func areHidden(in bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { source in
      for (index, byte) in source.enumerated() {
        switch byte {
        case 0x0B, 0x0C: return true
        case UInt8(ascii: "?"):
          if index + 2 < source.count, source[index + 1] == byte, source[index + 2] == UInt8(ascii: "/") { return true }
        case UInt8(ascii: "\r"):
          let next = source[index...].first { !" \t\r".utf8.contains($0) }
          if let next, next != UInt8(ascii: "\n") { return true }
        default: break
        }
      }
      return false
    }
  }
}
