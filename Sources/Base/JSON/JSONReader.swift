/// JSON that cannot be accepted, with the place.
public struct JSONError: Error, Equatable, CustomStringConvertible {
  /// 1-based; for a ledger, which has one value a line, the line of the ledger.
  public let line: Int
  /// In bytes, 1-based.
  public let column: Int
  /// What is wrong there, without a full stop.
  public let reason: String

  /// An error at a place.
  public init(line: Int, column: Int, reason: String) {
    (self.line, self.column, self.reason) = (line, column, reason)
  }

  /// `LINE:COLUMN: REASON`.
  public var description: String { "\(line):\(column): \(reason)" }
}

/// A strict reader: duplicate keys, fractions, exponents, integers beyond 63 bits, lone surrogates,
/// invalid UTF-8, deep nesting and trailing bytes are refused.
package struct JSONReader {
  static let maximumDepth = 32

  private let bytes: [UInt8]
  private let takesSurrogatePairs: Bool
  private var offset = 0

  /// A reader that stands before the first value.
  ///
  /// - Parameter takesSurrogatePairs: whether two escapes may write one character, as other programs do. What this
  ///   package writes has no such escape, and is refused with one.
  package init(_ bytes: [UInt8], takesSurrogatePairs: Bool) {
    (self.bytes, self.takesSurrogatePairs) = (bytes, takesSurrogatePairs)
  }

  static func read(_ bytes: [UInt8]) throws -> JSON {
    var reader = JSONReader(bytes, takesSurrogatePairs: false)
    let value = try reader.value(depth: 0)
    try reader.end()
    return value
  }

  /// Nothing but blanks may follow.
  package mutating func end() throws {
    skipBlanks()
    guard offset == bytes.count else { throw error("bytes after the end of the value") }
  }

  /// The next value.
  package mutating func value() throws -> JSON { try value(depth: 0) }

  /// Goes through an object member by member; the body takes each value from the reader.
  ///
  /// Keys are different where their UTF-8 bytes are, which those of a ``JSON`` are not.
  package mutating func members(_ body: (_ key: String, _ reader: inout JSONReader) throws -> Void) throws {
    var keys: Set<[UInt8]> = []
    skipBlanks()
    try eachMember { key, start, reader in
      guard keys.insert(Array(key.utf8)).inserted else { throw reader.twice(key, at: start) }
      try body(key, &reader)
    }
  }

  /// Takes `null` where it comes next.
  package mutating func takeNull() throws -> Bool {
    skipBlanks()
    guard next == UInt8(ascii: "n") else { return false }
    try take(word: "null")
    return true
  }

  /// Passes over the next value; its numbers may have fractions and exponents.
  package mutating func skipValue(depth: Int = 0) throws {
    guard depth < Self.maximumDepth else { throw error("nested deeper than \(Self.maximumDepth)") }
    skipBlanks()
    switch next {
    case UInt8(ascii: "{"): try eachMember { try $2.skipValue(depth: depth + 1) }
    case UInt8(ascii: "["): try eachElement { try $0.skipValue(depth: depth + 1) }
    case .some(UInt8(ascii: "0")...UInt8(ascii: "9")), UInt8(ascii: "-"):
      while let byte = next, Self.isOfNumber(byte) { offset += 1 }
    default: _ = try value(depth: depth)
    }
  }

  private static func isOfNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
      UInt8(ascii: "e"), UInt8(ascii: "E"):
      true
    default: false
    }
  }

  private func twice(_ key: String, at start: Int) -> JSONError {
    var reader = self
    reader.offset = start
    return reader.error("the key \"\(key)\" occurs twice")
  }

  private func error(_ reason: String) -> JSONError {
    let before = bytes[..<min(offset, bytes.count)]
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return JSONError(
      line: before.count { $0 == UInt8(ascii: "\n") } + 1, column: before.count - lineStart + 1, reason: reason)
  }

  private var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private mutating func skipBlanks() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
  }

  private mutating func take(_ character: Unicode.Scalar) throws {
    guard next == UInt8(ascii: character) else {
      throw error(next == nil ? "the file ends where '\(character)' is expected" : "expected '\(character)'")
    }
    offset += 1
  }

  private mutating func take(word: String) throws {
    guard bytes[offset...].starts(with: word.utf8) else { throw error("expected \(word)") }
    offset += word.utf8.count
  }

  private mutating func value(depth: Int) throws -> JSON {
    guard depth < Self.maximumDepth else { throw error("nested deeper than \(Self.maximumDepth)") }
    skipBlanks()
    switch next {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"):
      try take(word: "true")
      return .bool(true)
    case UInt8(ascii: "f"):
      try take(word: "false")
      return .bool(false)
    case UInt8(ascii: "n"):
      try take(word: "null")
      return .null
    case .some: return .integer(try integer())
    case nil: throw error("the file ends where a value is expected")
    }
  }

  private mutating func object(depth: Int) throws -> JSON {
    var members: [String: JSON] = [:]
    try eachMember { key, start, reader in
      guard members[key] == nil else { throw reader.twice(key, at: start) }
      members[key] = try reader.value(depth: depth + 1)
    }
    return .object(members)
  }

  private mutating func array(depth: Int) throws -> JSON {
    var elements: [JSON] = []
    try eachElement { elements.append(try $0.value(depth: depth + 1)) }
    return .array(elements)
  }

  /// Calls a body with each key and where it starts; the reader then stands before the value.
  private mutating func eachMember(_ body: (String, Int, inout JSONReader) throws -> Void) throws {
    try take("{")
    skipBlanks()
    if next == UInt8(ascii: "}") {
      offset += 1
      return
    }
    while true {
      skipBlanks()
      let start = offset
      let key = try string()
      skipBlanks()
      try take(":")
      try body(key, start, &self)
      skipBlanks()
      guard next == UInt8(ascii: ",") else { return try take("}") }
      offset += 1
    }
  }

  private mutating func eachElement(_ body: (inout JSONReader) throws -> Void) throws {
    try take("[")
    skipBlanks()
    if next == UInt8(ascii: "]") {
      offset += 1
      return
    }
    while true {
      try body(&self)
      skipBlanks()
      guard next == UInt8(ascii: ",") else { return try take("]") }
      offset += 1
    }
  }

  private mutating func integer() throws -> Int {
    let start = offset
    if next == UInt8(ascii: "-") { offset += 1 }
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { offset += 1 }
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    if let byte = next, [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains(byte) {
      throw error("a number with a fraction or an exponent; floats are written as bit patterns in strings")
    }
    guard let value = Int(text), String(value) == text else {
      offset = start
      let shown = text.utf8.count > 30 ? "\(text.prefix(30))…" : text
      throw error("expected a value; \"\(shown)\" is not a plain 64-bit integer")
    }
    return value
  }

  private mutating func string() throws -> String {
    try take("\"")
    let start = offset
    while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { offset += 1 }
    // Most strings have no escape, and are taken as they stand.
    if next == UInt8(ascii: "\"") {
      guard let value = String(validating: bytes[start..<offset], as: UTF8.self) else {
        throw error("a string is not valid UTF-8")
      }
      offset += 1
      return value
    }
    var text = Array(bytes[start..<offset])
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        guard let value = String(validating: text, as: UTF8.self) else { throw error("a string is not valid UTF-8") }
        offset += 1
        return value
      case UInt8(ascii: "\\"):
        offset += 1
        text += try escape()
      case 0..<0x20: throw error("a control character in a string")
      default:
        text.append(byte)
        offset += 1
      }
    }
    throw error("the file ends inside a string")
  }

  private mutating func escape() throws -> [UInt8] {
    guard let byte = next else { throw error("the file ends inside a string") }
    offset += 1
    switch byte {
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "u"): return try escapedCharacter()
    default: throw error("an unknown escape")
    }
  }

  /// The character of `\uXXXX`, or of two of them that are a surrogate pair.
  private mutating func escapedCharacter() throws -> [UInt8] {
    func refusal() -> JSONError { error("\\u needs four hexadecimal digits of a character that is no surrogate") }
    guard var code = hexadecimal(at: offset) else { throw refusal() }
    var length = 4
    if takesSurrogatePairs, (0xD800..<0xDC00).contains(code), bytes[(offset + 4)...].starts(with: "\\u".utf8),
      let low = hexadecimal(at: offset + 6), (0xDC00..<0xE000).contains(low)
    {
      (code, length) = (0x10000 + (code - 0xD800) << 10 + (low - 0xDC00), 10)
    }
    guard let scalar = Unicode.Scalar(code) else { throw refusal() }
    offset += length
    return Array(String(Character(scalar)).utf8)
  }

  /// The number that four digits at an offset write, or nil where there are no four.
  private func hexadecimal(at start: Int) -> UInt32? {
    // A sign would be read as part of the number.
    guard start + 4 <= bytes.count, bytes[start] != UInt8(ascii: "+"), bytes[start] != UInt8(ascii: "-") else {
      return nil
    }
    return UInt32(String(decoding: bytes[start..<start + 4], as: UTF8.self), radix: 16)
  }
}

extension JSON {
  /// The value of strict JSON.
  ///
  /// - Throws: `JSONError` with line and column.
  public init(reading bytes: [UInt8]) throws { self = try JSONReader.read(bytes) }
}
