/// What names may look like.
package enum Identifier {
  /// Whether a text is a file name on every system: letters, digits, `-`, `_` and `.`, at most 100,
  /// not starting with a dot.
  package static func isFileName(_ text: String) -> Bool {
    (1...100).contains(text.utf8.count) && !text.hasPrefix(".")
      && text.utf8.allSatisfy { isWord($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
  }

  /// Whether a text is a mutant's name: a lower-case letter, then lower-case letters, digits and `_`.
  package static func isMutantName(_ text: String) -> Bool {
    guard let first = text.utf8.first, isLower(first) else { return false }
    return text.utf8.allSatisfy { isWord($0) && !isUpper($0) }
  }

  /// A mutant's name near to a text.
  package static func mutantName(from text: String) -> String {
    let bytes = text.utf8.prefix(60).map { byte in
      isUpper(byte) ? byte | 0x20 : isWord(byte) ? byte : UInt8(ascii: "_")
    }
    let name = String(decoding: bytes, as: UTF8.self)
    return isMutantName(name) ? name : "m_" + name
  }

  /// Whether a text is a SHA-256 digest in hexadecimal.
  package static func isSHA256(_ text: String) -> Bool { text.utf8.count == 64 && text.utf8.allSatisfy(isHex) }

  package static func isHex(_ byte: UInt8) -> Bool {
    isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
  private static func isLower(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
  private static func isUpper(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
  private static func isWord(_ byte: UInt8) -> Bool {
    isDigit(byte) || isLower(byte) || isUpper(byte) || byte == UInt8(ascii: "_")
  }
}
