import ContractKit

/// A place in a text, as the protocol counts: both from 0, the character in units of the encoding agreed on.
struct TextPosition: Equatable, Comparable, Sendable {
  var line: Int
  var character: Int

  static func < (left: Self, right: Self) -> Bool {
    (left.line, left.character) < (right.line, right.character)
  }

  init(line: Int, character: Int) { (self.line, self.character) = (line, character) }

  init?(_ json: JSON?) {
    guard let line = json?["line"]?.integer, let character = json?["character"]?.integer else { return nil }
    self.init(line: line, character: character)
  }

  var json: JSON { ["line": .integer(line), "character": .integer(character)] }
}

/// A half-open stretch of a text.
struct TextRange: Equatable, Sendable {
  var start: TextPosition
  var end: TextPosition

  init(start: TextPosition, end: TextPosition) { (self.start, self.end) = (start, end) }

  init?(_ json: JSON?) {
    guard let start = TextPosition(json?["start"]), let end = TextPosition(json?["end"]) else { return nil }
    self.init(start: min(start, end), end: max(start, end))
  }

  var json: JSON { ["start": start.json, "end": end.json] }
}

extension JSON: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringLiteral {
  /// An object; of equal keys the last counts.
  public init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(Dictionary(elements, uniquingKeysWith: { $1 }))
  }

  /// An array.
  public init(arrayLiteral elements: JSON...) { self = .array(elements) }

  /// A string.
  public init(stringLiteral value: String) { self = .string(value) }
}
