/// A token of `Package.swift`.
struct ManifestToken {
  enum Kind { case word, number, string, mark }

  /// As written; of a string with its quotes.
  var bytes: ArraySlice<UInt8>
  /// The same for comparing; a byte that is no text by itself is U+FFFD.
  var text: String
  var kind: Kind
  /// Brackets that are open before it; a closing bracket counts its own.
  var depth: Int
  /// Whether it is the first of its line.
  var isFirst: Bool

  /// What a string holds that has neither a backslash nor an end of a line; nil for any other token.
  var content: String? {
    guard kind == .string else { return nil }
    let content = text.dropFirst().dropLast()
    return content.utf8.contains { "\\\r\n".utf8.contains($0) } ? nil : String(content)
  }

  /// The tokens of a file, comments left out; nil where strings, comments or brackets do not end, or a string is
  /// of a form that is not read.
  static func all(in bytes: [UInt8]) -> [ManifestToken]? {
    guard !LineEnds.areHidden(in: bytes) else { return nil }
    var scanner = Scanner(bytes)
    return scanner.scan() ? scanner.tokens : nil
  }

  private struct Scanner {
    let bytes: [UInt8]
    var index = 0
    var open: [UInt8] = []
    var isFirst = true
    var tokens: [ManifestToken] = []

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func starts(_ text: StaticString) -> Bool {
      index + text.utf8CodeUnitCount <= bytes.count
        && (0..<text.utf8CodeUnitCount).allSatisfy { bytes[index + $0] == text.utf8Start[$0] }
    }

    mutating func add(until end: Int, _ kind: Kind) {
      tokens.append(
        ManifestToken(
          bytes: bytes[index..<end], text: String(decoding: bytes[index..<end], as: UTF8.self), kind: kind,
          depth: open.count, isFirst: isFirst))
      isFirst = false
      index = end
    }

    func end(_ holds: (UInt8) -> Bool) -> Int { bytes[index...].firstIndex { !holds($0) } ?? bytes.count }

    /// Whether a string of a form that is not read can stand in the file; anywhere counts, comments included.
    var hasOtherStrings: Bool {
      let quote = UInt8(ascii: "\"")
      return bytes.indices.dropFirst().contains { index in
        bytes[index] == quote
          && (bytes[index - 1] == UInt8(ascii: "#")
            || index > 1 && bytes[index - 1] == quote && bytes[index - 2] == quote)
      }
    }

    mutating func scan() -> Bool {
      if hasOtherStrings { return false }
      while index < bytes.count {
        let byte = bytes[index]
        switch byte {
        case UInt8(ascii: "\n"):
          isFirst = true
          index += 1
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): index += 1
        case _ where starts("//"): index = end { $0 != UInt8(ascii: "\n") }
        case _ where starts("/*"): guard skipComment() else { return false }
        case UInt8(ascii: "\""): guard addString() else { return false }
        case _ where Word.isDigit(byte): add(until: end { Word.isDigit($0) || "_.".utf8.contains($0) }, .number)
        case _ where Word.holds(byte): add(until: end(Word.holds), .word)
        default: guard addMark(byte) else { return false }
        }
      }
      return open.isEmpty
    }

    mutating func skipComment() -> Bool {
      guard let end = SwiftComment.end(of: bytes, from: index) else { return false }
      index = end
      return true
    }

    mutating func addString() -> Bool {
      var end = index + 1
      while end < bytes.count, bytes[end] != UInt8(ascii: "\"") { end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1 }
      guard end < bytes.count else { return false }
      add(until: end + 1, .string)
      return true
    }

    mutating func addMark(_ byte: UInt8) -> Bool {
      add(until: index + 1, .mark)
      switch byte {
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): open.append(byte)
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
        guard let last = open.popLast() else { return false }
        return SwiftTokens.closes(byte, last)
      default: break
      }
      return true
    }
  }
}
