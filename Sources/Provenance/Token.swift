/// A token of a source outside comments and literals.
struct Token {
  enum Kind: Equatable {
    case word
    /// A literal that is kept as a token: only `Package.swift` needs what is in it.
    case string
    case number
    /// Any other byte.
    case mark
  }

  var kind: Kind
  /// The bytes in the source.
  var range: Range<Int>
  /// The byte of a mark; 0 otherwise.
  var byte: UInt8 = 0
  /// Brackets that are open before it; a closing bracket has the depth of its opening one. For C, of braces.
  var depth: Int
  /// For C, of round and square brackets; 0 in Swift, where `depth` counts all.
  var inner = 0
  /// Counted by LF, from 0.
  var line: Int
  /// Of a word.
  var word = Word.none
  /// Of a word: whether it begins with a capital ASCII letter.
  var isCapital = false
  /// Of a word of C: whether the name is the compiler's, `__x` or `_X`.
  var isReserved = false
  /// Of a word: whether it names the type of a kind of literals.
  var isLiteralType = false

  func isMark(_ text: Unicode.Scalar) -> Bool { kind == .mark && byte == UInt8(ascii: text) }
}

extension Word {
  /// What is no word.
  static let none = Word([])
}
