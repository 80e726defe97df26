/// A token of a source outside comments and literals.
struct Token {
  enum Kind { case word, number, string, mark }

  var kind: Kind
  /// The bytes in the source.
  var range: Range<Int>
  /// The byte of a mark; 0 otherwise.
  var byte: UInt8 = 0
  /// Of a word.
  var word = Word.none
  /// Brackets that are open before it; a closing bracket has the depth of its opening one. In C, braces alone.
  var depth: Int
  /// In C, round and square brackets that are open.
  var inner = 0
  /// Ends of lines before it that are outside comments and literals.
  var line = 0

  func isMark(_ text: Unicode.Scalar) -> Bool { kind == .mark && byte == UInt8(ascii: text) }
}
