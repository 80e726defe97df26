/// A word of a source, as the rule of docs/evidence-keys.md takes it: a longest run of ASCII letters,
/// digits and `_` that does not begin with a digit.
///
/// Words are told apart by 64 bits of a hash. Two that collide would count as one: a file more would
/// be reached, and none less.
struct Word: Hashable, Comparable, Sendable {
  private let hash: UInt64

  /// The word of some bytes.
  init(_ bytes: some Sequence<UInt8>) {
    // FNV-1a, mixed at the end so that short words differ in their upper bits too.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    hash ^= hash >> 32
    self.hash = hash &* 0x9E37_79B9_7F4A_7C15
  }

  /// The word that a text spells.
  init(_ text: String) { self.init(text.utf8) }

  /// An order of words, so that they can be searched; not that of the alphabet.
  static func < (left: Word, right: Word) -> Bool { left.hash < right.hash }

  /// What is no word.
  static let none = Word([])

  /// The words that some texts spell.
  static func set(_ texts: String...) -> Set<Word> { Set(texts.map { Word($0) }) }

  /// Whether a byte can stand in a word.
  static func holds(_ byte: UInt8) -> Bool {
    let letter = byte | 0x20
    return letter &- UInt8(ascii: "a") < 26 || isDigit(byte) || byte == UInt8(ascii: "_")
  }

  /// Whether a byte that can stand in a word cannot begin one.
  static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

  /// The words of some bytes, in order, with repeats.
  static func all(in bytes: [UInt8]) -> [Word] {
    bytes.withUnsafeBufferPointer { bytes in
      var words: [Word] = []
      var index = 0
      while index < bytes.count {
        guard holds(bytes[index]) else {
          index += 1
          continue
        }
        let start = index
        while index < bytes.count, holds(bytes[index]) { index += 1 }
        if !isDigit(bytes[start]) { words.append(Word(bytes[start..<index])) }
      }
      return words
    }
  }
}
