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
  /// What was read of the value that is being read.
  private var tokens: [JSONText.Token] = []
  private var texts: [String] = []
  /// Whether all bytes so far are as ``JSON/canonicalBytes`` has them.
  private var isCanonical = true

  /// A reader that stands before the first value.
  ///
  /// - Parameter takesSurrogatePairs: whether two escapes may write one character, as other programs do. What this
  ///   package writes has no such escape, and is refused with one.
  package init(_ bytes: [UInt8], takesSurrogatePairs: Bool) {
    (self.bytes, self.takesSurrogatePairs) = (bytes, takesSurrogatePairs)
  }

  /// The one value that bytes hold.
  fileprivate static func read(_ bytes: [UInt8]) throws -> JSONText {
    var reader = JSONReader(bytes, takesSurrogatePairs: false)
    // A canonical file has a token in about as many bytes.
    reader.tokens.reserveCapacity(bytes.count / 12)
    try reader.scan(depth: 0, behind: .nothing)
    try reader.end()
    return reader.text
  }

  /// Nothing but blanks may follow.
  package mutating func end() throws {
    skipBlanks(.line(depth: 0))
    guard offset == bytes.count else { throw error("bytes after the end of the value") }
  }

  /// The next value.
  package mutating func value() throws -> JSON {
    tokens.removeAll(keepingCapacity: true)
    texts.removeAll(keepingCapacity: true)
    try scan(depth: 0, behind: .nothing)
    return text.root.json
  }

  private var text: JSONText { JSONText(bytes, tokens, texts: texts, isCanonical: isCanonical) }

  /// Goes through an object member by member; the body takes each value from the reader.
  ///
  /// Keys are different where their UTF-8 bytes are, which those of a ``JSON`` are not.
  package mutating func members(_ body: (_ key: String, _ reader: inout JSONReader) throws -> Void) throws {
    var keys: Set<[UInt8]> = []
    skipBlanks(.nothing)
    try eachMember(depth: 0) { key, start, reader in
      let key = reader.string(key)
      guard keys.insert(Array(key.utf8)).inserted else { throw reader.twice(key, at: start) }
      try body(key, &reader)
    }
  }

  /// Takes `null` where it comes next.
  package mutating func takeNull() throws -> Bool {
    skipBlanks(.nothing)
    guard next == UInt8(ascii: "n") else { return false }
    try take(word: "null")
    return true
  }

  /// Passes over the next value; its numbers may have fractions and exponents.
  package mutating func skipValue(depth: Int = 0) throws {
    guard depth < Self.maximumDepth else { throw error("nested deeper than \(Self.maximumDepth)") }
    skipBlanks(.nothing)
    switch next {
    case UInt8(ascii: "{"): try eachMember(depth: depth) { try $2.skipValue(depth: depth + 1) }
    case UInt8(ascii: "["): try eachElement(depth: depth) { try $0.skipValue(depth: depth + 1) }
    case .some(UInt8(ascii: "0")...UInt8(ascii: "9")), UInt8(ascii: "-"):
      while let byte = next, Self.isOfNumber(byte) { offset += 1 }
    default: try scan(depth: depth, behind: .nothing)
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

  /// What stands between two pieces of a canonical file.
  private enum Blanks {
    case nothing
    case space
    /// The end of a line, and the indent of the next one.
    case line(depth: Int)
  }

  /// Passes over blanks, whatever they are, and takes note of others than the canonical ones.
  private mutating func skipBlanks(_ canonical: Blanks) {
    let start = offset
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
    let isAsWritten =
      switch canonical {
      case .nothing: offset == start
      case .space: offset == start + 1 && bytes[start] == 0x20
      case .line(let depth):
        offset == start + 1 + 2 * depth && bytes[start] == 0x0A && bytes[(start + 1)..<offset].allSatisfy { $0 == 0x20 }
      }
    if !isAsWritten { isCanonical = false }
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

  // MARK: Values

  /// Reads the next value into tokens.
  private mutating func scan(depth: Int, behind blanks: Blanks) throws {
    guard depth < Self.maximumDepth else { throw error("nested deeper than \(Self.maximumDepth)") }
    skipBlanks(blanks)
    switch next {
    case UInt8(ascii: "{"): try object(depth: depth)
    case UInt8(ascii: "["): try array(depth: depth)
    case UInt8(ascii: "\""): tokens.append(try string())
    case UInt8(ascii: "t"):
      try take(word: "true")
      tokens.append(.bool(true))
    case UInt8(ascii: "f"):
      try take(word: "false")
      tokens.append(.bool(false))
    case UInt8(ascii: "n"):
      try take(word: "null")
      tokens.append(.null)
    case .some: tokens.append(.integer(try integer()))
    case nil: throw error("the file ends where a value is expected")
    }
  }

  private mutating func object(depth: Int) throws {
    let place = tokens.count
    tokens.append(.object(end: place, count: 0))
    var count = 0
    var last: JSONText.Token?
    // Keys in ascending order, as in every canonical file, need no set to tell that each is there once.
    var known: Set<String>?
    try eachMember(depth: depth) { key, start, reader in
      if known != nil || !reader.areAscending(last, key) {
        if known == nil { known = reader.keys(from: place) }
        let text = reader.string(key)
        guard known!.insert(text).inserted else { throw reader.twice(text, at: start) }
        if let last, !Files.utf8Order(reader.string(last), text) { reader.isCanonical = false }
      }
      (last, count) = (key, count + 1)
      reader.tokens.append(key)
      try reader.scan(depth: depth + 1, behind: .space)
    }
    tokens[place] = .object(end: tokens.count, count: count)
  }

  /// Whether a key is known to come behind the one before it: both are ASCII then. Others can spell the same characters in
  /// different bytes.
  private func areAscending(_ last: JSONText.Token?, _ key: JSONText.Token) -> Bool {
    guard case .plain(let key) = key, bytes[key].allSatisfy({ $0 < 0x80 }) else { return false }
    switch last {
    case nil: return true
    case .plain(let last): return bytes[last].lexicographicallyPrecedes(bytes[key])
    default: return false
    }
  }

  /// The keys of the object at a place, as far as it has been read.
  private func keys(from place: Int) -> Set<String> {
    var keys: Set<String> = []
    var next = place + 1
    while next < tokens.count {
      keys.insert(string(tokens[next]))
      next = JSONText.Token.end(ofValue: next + 1, in: tokens)
    }
    return keys
  }

  private mutating func array(depth: Int) throws {
    let place = tokens.count
    tokens.append(.array(end: place))
    try eachElement(depth: depth) { try $0.scan(depth: depth + 1, behind: .nothing) }
    tokens[place] = .array(end: tokens.count)
  }

  /// Calls a body with each key and where it starts; the reader then stands before the value.
  private mutating func eachMember(depth: Int, _ body: (JSONText.Token, Int, inout JSONReader) throws -> Void) throws {
    try take("{")
    guard beginsList(depth: depth, end: "}") else { return }
    repeat {
      let start = offset
      let key = try string()
      skipBlanks(.nothing)
      try take(":")
      try body(key, start, &self)
    } while try goesOn(depth: depth, end: "}")
  }

  private mutating func eachElement(depth: Int, _ body: (inout JSONReader) throws -> Void) throws {
    try take("[")
    guard beginsList(depth: depth, end: "]") else { return }
    repeat { try body(&self) } while try goesOn(depth: depth, end: "]")
  }

  /// Whether something stands in the list that has begun; the reader then stands before it, or behind the list.
  private mutating func beginsList(depth: Int, end: Unicode.Scalar) -> Bool {
    let isEmpty = next == UInt8(ascii: end)
    if !isEmpty { skipBlanks(.line(depth: depth + 1)) }
    guard next == UInt8(ascii: end) else { return true }
    isCanonical = isCanonical && isEmpty
    offset += 1
    return false
  }

  /// Whether something follows in a list; the reader then stands before it, or behind the list.
  private mutating func goesOn(depth: Int, end: Unicode.Scalar) throws -> Bool {
    let isFollowed = next == UInt8(ascii: ",")
    if !isFollowed { skipBlanks(.line(depth: depth)) }
    guard next == UInt8(ascii: ",") else {
      try take(end)
      return false
    }
    isCanonical = isCanonical && isFollowed
    offset += 1
    skipBlanks(.line(depth: depth + 1))
    return true
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

  // MARK: Texts

  private mutating func string() throws -> JSONText.Token {
    try take("\"")
    let start = offset
    var bits: UInt8 = 0
    while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
      bits |= byte
      offset += 1
    }
    // Most strings have no escape, and are taken as they stand.
    if next == UInt8(ascii: "\"") {
      guard bits < 0x80 || String(validating: bytes[start..<offset], as: UTF8.self) != nil else {
        throw error("a string is not valid UTF-8")
      }
      offset += 1
      return .plain(start..<(offset - 1))
    }
    var text = Array(bytes[start..<offset])
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        guard let value = String(validating: text, as: UTF8.self) else { throw error("a string is not valid UTF-8") }
        offset += 1
        if !bytes[(start - 1)..<offset].elementsEqual(JSON.string(value).compactBytes) { isCanonical = false }
        texts.append(value)
        return .escaped(texts.count - 1)
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

  private func string(_ token: JSONText.Token) -> String { token.text(in: bytes, texts) }

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

extension JSONText {
  /// The value of strict JSON.
  ///
  /// - Throws: `JSONError` with line and column.
  package static func read(_ bytes: [UInt8]) throws -> JSONText { try JSONReader.read(bytes) }
}

extension JSON {
  /// The value of strict JSON.
  ///
  /// - Throws: `JSONError` with line and column.
  public init(reading bytes: [UInt8]) throws { self = try JSONText.read(bytes).root.json }
}
