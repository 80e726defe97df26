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
struct JSONReader {
  static let maximumDepth = 32

  private let bytes: [UInt8]
  private var offset = 0

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  static func read(_ bytes: [UInt8]) throws -> JSON {
    var reader = JSONReader(bytes)
    let value = try reader.value(depth: 0)
    reader.skipBlanks()
    guard reader.offset == bytes.count else { throw reader.error("bytes after the end of the value") }
    return value
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
    try take("{")
    var members: [String: JSON] = [:]
    skipBlanks()
    if next == UInt8(ascii: "}") {
      offset += 1
      return .object(members)
    }
    while true {
      skipBlanks()
      let start = offset
      let key = try string()
      guard members[key] == nil else {
        offset = start
        throw error("the key \"\(key)\" occurs twice")
      }
      skipBlanks()
      try take(":")
      members[key] = try value(depth: depth + 1)
      skipBlanks()
      if next == UInt8(ascii: ",") {
        offset += 1
        continue
      }
      try take("}")
      return .object(members)
    }
  }

  private mutating func array(depth: Int) throws -> JSON {
    try take("[")
    var elements: [JSON] = []
    skipBlanks()
    if next == UInt8(ascii: "]") {
      offset += 1
      return .array(elements)
    }
    while true {
      elements.append(try value(depth: depth + 1))
      skipBlanks()
      if next == UInt8(ascii: ",") {
        offset += 1
        continue
      }
      try take("]")
      return .array(elements)
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
    var text: [UInt8] = []
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
    case UInt8(ascii: "u"):
      guard offset + 4 <= bytes.count,
        // A sign would be read as part of the number.
        bytes[offset] != UInt8(ascii: "+"), bytes[offset] != UInt8(ascii: "-"),
        let code = UInt32(String(decoding: bytes[offset..<offset + 4], as: UTF8.self), radix: 16),
        let scalar = Unicode.Scalar(code)
      else { throw error("\\u needs four hexadecimal digits of a character that is no surrogate") }
      offset += 4
      return Array(String(Character(scalar)).utf8)
    default: throw error("an unknown escape")
    }
  }
}

extension JSON {
  /// The value of strict JSON.
  ///
  /// - Throws: `JSONError` with line and column.
  public init(reading bytes: [UInt8]) throws { self = try JSONReader.read(bytes) }
}
