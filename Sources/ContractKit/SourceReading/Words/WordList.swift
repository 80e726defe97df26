/// The words of a text, to see how many of them others have: what letters and digits make up, in lower case.
package struct WordList {
  private let words: Set<String>
  /// The same in bytes.
  private let bytes: [[UInt8]]

  package init(_ text: String) {
    words = Self.words(text)
    bytes = words.map { Array($0.utf8) }
  }

  /// How many there are, each counted once.
  package var count: Int { words.count }

  /// How many of them another text has; nil where it has fewer than some.
  package func count(in text: String, atLeast least: Int) -> Int? {
    var text = text.lowercased()
    // In ASCII, a byte is a character. Beyond it the bytes say how many there can be, which rules most texts out.
    var (count, isASCII) = text.withUTF8(countInBytes)
    if !isASCII, count >= least { count = Self.words(text).intersection(words).count }
    return count < least ? nil : count
  }

  /// How many words another text may have by its bytes, and whether all of these are ASCII.
  private func countInBytes(_ text: UnsafeBufferPointer<UInt8>) -> (count: Int, isASCII: Bool) {
    let isASCII = UTF8Text.isASCII(text)
    // Words beyond ASCII may be there with other bytes.
    var isThere = bytes.map { word in !isASCII && word.contains { $0 >= 0x80 } }
    var start = 0
    for end in 0...text.count where end == text.count || !Self.isLetterOrDigit(text[end]) {
      let part = text[start..<end]
      if let position = bytes.firstIndex(where: { $0.count == part.count && $0.elementsEqual(part) }) {
        isThere[position] = true
      }
      start = end + 1
    }
    return (isThere.count { $0 }, isASCII)
  }

  private static func words(_ text: String) -> Set<String> {
    let text = text.lowercased()
    // In ASCII, a byte is a character.
    guard text.utf8.allSatisfy({ $0 < 0x80 }) else {
      return Set(text.split { !$0.isLetter && !$0.isNumber }.map(String.init))
    }
    return Set(text.utf8.split { !isLetterOrDigit($0) }.map { String(Substring($0)) })
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: false
    }
  }
}
