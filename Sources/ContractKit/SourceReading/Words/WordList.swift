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

  /// How many of them another text has.
  package func count(in text: String) -> Int {
    let text = Array(text.lowercased().utf8)
    // In ASCII, a byte is a character.
    guard text.allSatisfy({ $0 < 0x80 }) else {
      return Self.words(String(decoding: text, as: UTF8.self)).intersection(words).count
    }
    var isThere = Array(repeating: false, count: bytes.count)
    for word in text.split(whereSeparator: { !Self.isLetterOrDigit($0) }) {
      if let position = bytes.firstIndex(where: { $0.elementsEqual(word) }) { isThere[position] = true }
    }
    return isThere.count { $0 }
  }

  private static func words(_ text: String) -> Set<String> {
    Set(text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init))
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: false
    }
  }
}
