/// A JSON value as it stands in the bytes that were read: texts are taken out of them when somebody asks.
///
/// A ``JSON`` is made for writing, and costs a dictionary an object. A file that is only read through, once, needs none.
package final class JSONText: Sendable {
  /// A piece of the value, in the order of the bytes: a value is followed by what stands in it, a key by its value.
  enum Token: Sendable {
    /// - Parameters:
    ///   - end: the place behind the last token that stands in it.
    ///   - count: the number of members.
    case object(end: Int, count: Int)
    case array(end: Int)
    /// A key or a string that stands in the bytes as it is.
    case plain(Range<Int>)
    /// A key or a string with escapes, by its place among the texts.
    case escaped(Int)
    case integer(Int)
    case bool(Bool)
    case null
  }

  private let bytes: [UInt8]
  private let tokens: [Token]
  private let texts: [String]
  /// Whether the bytes are the canonical ones of the value: those that ``JSON/canonicalBytes`` gives.
  package let isCanonical: Bool

  init(_ bytes: [UInt8], _ tokens: [Token], texts: [String], isCanonical: Bool) {
    (self.bytes, self.tokens, self.texts, self.isCanonical) = (bytes, tokens, texts, isCanonical)
  }

  /// The value as a whole.
  package var root: Value { Value(self, 0) }

  /// A value in the text.
  package struct Value: Sendable {
    private let text: JSONText
    private let place: Int

    fileprivate init(_ text: JSONText, _ place: Int) { (self.text, self.place) = (text, place) }

    private var token: Token { text.tokens[place] }

    /// The member of an object, by the bytes of its key; nil where there is none.
    package subscript(key: StaticString) -> Value? { members?.first { $0.isCalled(key) }?.value }

    /// The members of an object in the order of the bytes, or nil.
    package var members: Members? {
      guard case .object(let end, let count) = token else { return nil }
      return Members(text, place + 1, end: end, count: count)
    }

    /// The elements of an array, or nil.
    package var elements: Elements? {
      guard case .array(let end) = token else { return nil }
      return Elements(text, place + 1, end: end)
    }

    /// The text of a string, or nil.
    package var string: String? {
      switch token {
      case .plain, .escaped: text.string(place)
      default: nil
      }
    }

    /// The number, or nil.
    package var integer: Int? {
      guard case .integer(let value) = token else { return nil }
      return value
    }

    /// The truth value, or nil.
    package var bool: Bool? {
      guard case .bool(let value) = token else { return nil }
      return value
    }

    /// Whether it is `null`.
    package var isNull: Bool {
      guard case .null = token else { return false }
      return true
    }

    /// The value as one that can be written.
    package var json: JSON {
      switch token {
      case .object:
        return .object(members!.dictionary { $0.value.json })
      case .array: return .array(elements!.map(\.json))
      case .plain, .escaped: return .string(text.string(place))
      case .integer(let value): return .integer(value)
      case .bool(let value): return .bool(value)
      case .null: return .null
      }
    }
  }

  /// A key with its value.
  package struct Member: Sendable {
    private let text: JSONText
    private let place: Int

    fileprivate init(_ text: JSONText, _ place: Int) { (self.text, self.place) = (text, place) }

    /// The key.
    package var key: String { text.string(place) }

    /// The value.
    package var value: Value { Value(text, place + 1) }

    /// Whether the key has these bytes.
    package func isCalled(_ name: StaticString) -> Bool {
      let name = UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
      guard case .plain(let range) = text.tokens[place] else { return key.utf8.elementsEqual(name) }
      return range.count == name.count && text.bytes[range].elementsEqual(name)
    }
  }

  /// What stands in an object.
  package struct Members: Sequence, IteratorProtocol, Sendable {
    private let text: JSONText
    private var place: Int
    private let end: Int
    /// How many there are.
    package let count: Int

    fileprivate init(_ text: JSONText, _ place: Int, end: Int, count: Int) {
      (self.text, self.place, self.end, self.count) = (text, place, end, count)
    }

    package mutating func next() -> Member? {
      guard place < end else { return nil }
      defer { place = text.end(ofValue: place + 1) }
      return Member(text, place)
    }

    /// The members by their keys.
    package func dictionary<Value>(_ make: (Member) throws -> Value) rethrows -> [String: Value] {
      var values = [String: Value](minimumCapacity: count)
      for member in self { values[member.key] = try make(member) }
      return values
    }
  }

  /// What stands in an array.
  package struct Elements: Sequence, IteratorProtocol, Sendable {
    private let text: JSONText
    private var place: Int
    private let end: Int

    fileprivate init(_ text: JSONText, _ place: Int, end: Int) {
      (self.text, self.place, self.end) = (text, place, end)
    }

    package mutating func next() -> Value? {
      guard place < end else { return nil }
      defer { place = text.end(ofValue: place) }
      return Value(text, place)
    }
  }

  private func end(ofValue place: Int) -> Int { Token.end(ofValue: place, in: tokens) }
  private func string(_ place: Int) -> String { tokens[place].text(in: bytes, texts) }
}

extension JSONText.Token {
  /// The place behind the value that begins at a place.
  static func end(ofValue place: Int, in tokens: [Self]) -> Int {
    switch tokens[place] {
    case .object(let end, count: _), .array(let end): end
    default: place + 1
    }
  }

  /// What a key or a string says.
  func text(in bytes: [UInt8], _ texts: [String]) -> String {
    switch self {
    case .plain(let range): String(decoding: bytes[range], as: UTF8.self)
    case .escaped(let index): texts[index]
    default: preconditionFailure("no text stands here")
    }
  }
}
