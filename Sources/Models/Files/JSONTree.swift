/// A JSON value whose objects keep every member, in order.
///
/// Member names are compared by their bytes. Vocabularies have canonically equivalent names side by side, which
/// dictionaries of Swift's texts, and so Foundation, take for one.
indirect enum JSONTree: Sendable {
  case object([(name: String, value: JSONTree)])
  case array([JSONTree])
  case string(String)
  case integer(Int)
  /// A number with a fraction, an exponent, or too many digits for an integer.
  case number(Double)
  case bool(Bool)
  case null

  /// The value of a member that is there and not null, or nil; of names that occur twice the last, as parsers do.
  subscript(name: String) -> JSONTree? {
    guard case .object(let members) = self,
      let value = members.last(where: { $0.name.utf8.elementsEqual(name.utf8) })?.value
    else { return nil }
    if case .null = value { return nil }
    return value
  }

  var members: [(name: String, value: JSONTree)]? {
    if case .object(let members) = self { return members }
    return nil
  }

  var array: [JSONTree]? {
    if case .array(let elements) = self { return elements }
    return nil
  }

  var string: String? {
    if case .string(let text) = self { return text }
    return nil
  }

  var integer: Int? {
    if case .integer(let value) = self { return value }
    return nil
  }

  var bool: Bool? {
    if case .bool(let value) = self { return value }
    return nil
  }
}

extension JSONTree {
  /// Reads a file.
  ///
  /// - Throws: `ModelFileError` that names the byte where the file is no JSON; `FileError`.
  static func read(_ path: String) throws -> JSONTree {
    try FolderFile.read(path).withUnsafeBytes { try read($0, of: path, from: 0) }
  }

  /// Reads the bytes of a file from one on to their end.
  ///
  /// - Throws: `ModelFileError` that names the byte where they are no JSON.
  static func read(_ bytes: UnsafeRawBufferPointer, of path: String, from offset: Int) throws -> JSONTree {
    var reader = JSONTreeReader(cursor: ByteCursor(path: path, bytes: bytes, offset: offset))
    return try reader.document()
  }
}

/// Reads JSON by RFC 8259; values nest 64 deep at most.
private struct JSONTreeReader {
  var cursor: ByteCursor

  mutating func document() throws -> JSONTree {
    let value = try value(depth: 0)
    try skipSpace()
    guard cursor.remaining == 0 else { throw cursor.error("something stands behind the JSON value") }
    return value
  }

  private var peeked: UInt8? { cursor.remaining > 0 ? cursor.bytes[cursor.offset] : nil }

  private mutating func skipSpace() throws {
    while let byte = peeked, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { try skip() }
  }

  private mutating func skip() throws { _ = try cursor.take(1, "JSON") }

  /// Whether a character is next; if so, it is behind the cursor then.
  private mutating func takes(_ character: Unicode.Scalar) throws -> Bool {
    try skipSpace()
    guard peeked == UInt8(ascii: character) else { return false }
    try skip()
    return true
  }

  private mutating func value(depth: Int) throws -> JSONTree {
    guard depth <= 64 else { throw cursor.error("JSON is nested deeper than 64") }
    if try takes("{") { return try object(depth) }
    if try takes("[") { return try array(depth) }
    switch peeked {
    case UInt8(ascii: "\"")?: return .string(try string())
    case UInt8(ascii: "t")?: return try literal("true", .bool(true))
    case UInt8(ascii: "f")?: return try literal("false", .bool(false))
    case UInt8(ascii: "n")?: return try literal("null", .null)
    default: return try number()
    }
  }

  private mutating func literal(_ text: String, _ value: JSONTree) throws -> JSONTree {
    guard try cursor.take(text.utf8.count, "JSON").elementsEqual(text.utf8) else {
      throw cursor.error("a JSON value is expected")
    }
    return value
  }

  private mutating func object(_ depth: Int) throws -> JSONTree {
    var members: [(name: String, value: JSONTree)] = []
    if try takes("}") { return .object(members) }
    repeat {
      try skipSpace()
      let name = try string()
      guard try takes(":") else { throw cursor.error("a colon is expected behind a name") }
      members.append((name, try value(depth: depth + 1)))
    } while try takes(",")
    guard try takes("}") else { throw cursor.error("a comma or } is expected") }
    return .object(members)
  }

  private mutating func array(_ depth: Int) throws -> JSONTree {
    var elements: [JSONTree] = []
    if try takes("]") { return .array(elements) }
    repeat { elements.append(try value(depth: depth + 1)) } while try takes(",")
    guard try takes("]") else { throw cursor.error("a comma or ] is expected") }
    return .array(elements)
  }

  private mutating func number() throws -> JSONTree {
    let start = cursor.offset
    while let byte = peeked, (0x30...0x39).contains(byte) || "+-.eE".utf8.contains(byte) { try skip() }
    let text = String(decoding: cursor.bytes[start..<cursor.offset], as: UTF8.self)
    if let value = Int(text), !text.hasPrefix("+") { return .integer(value) }
    guard let first = text.utf8.first, first == 0x2D || (0x30...0x39).contains(first), let value = Double(text),
      value.isFinite
    else { throw cursor.error("a JSON value is expected", at: start) }
    return .number(value)
  }

  private mutating func string() throws -> String {
    guard try takes("\"") else { throw cursor.error("a JSON text is expected") }
    let start = cursor.offset
    while let byte = peeked, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { try skip() }
    if peeked == UInt8(ascii: "\"") {
      let value = try text(cursor.bytes[start..<cursor.offset], at: start)
      try skip()
      return value
    }
    var bytes = Array(cursor.bytes[start..<cursor.offset])
    while let byte = peeked, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw cursor.error("a control character in a JSON text") }
      try skip()
      if byte == UInt8(ascii: "\\") {
        bytes.append(contentsOf: String(try escaped()).utf8)
      } else {
        bytes.append(byte)
      }
    }
    try skip()
    return try text(bytes, at: start)
  }

  private func text(_ bytes: some Collection<UInt8>, at start: Int) throws -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw cursor.error("a JSON text is not valid UTF-8", at: start)
    }
    return text
  }

  private mutating func escaped() throws -> Unicode.Scalar {
    let start = cursor.offset - 1
    switch Unicode.Scalar(try cursor.integer(UInt8.self, "an escape")) {
    case "\"": return "\""
    case "\\": return "\\"
    case "/": return "/"
    case "b": return "\u{8}"
    case "f": return "\u{C}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "u":
      let first = try unit()
      if let scalar = Unicode.Scalar(UInt32(first)) { return scalar }
      guard first < 0xDC00, try cursor.take(2, "a surrogate pair").elementsEqual("\\u".utf8) else {
        throw cursor.error("half of a surrogate pair", at: start)
      }
      let second = try unit()
      guard (0xDC00...0xDFFF).contains(second) else { throw cursor.error("half of a surrogate pair", at: start) }
      return Unicode.Scalar(0x10000 + (UInt32(first) - 0xD800) << 10 + UInt32(second) - 0xDC00)!
    default: throw cursor.error("an escape that JSON does not have", at: start)
    }
  }

  private mutating func unit() throws -> UInt16 {
    let text = String(decoding: try cursor.take(4, "an escape"), as: UTF8.self)
    guard text.utf8.count == 4, !text.hasPrefix("+"), !text.hasPrefix("-"), let value = UInt16(text, radix: 16) else {
      throw cursor.error("an escape needs four hexadecimal digits", at: cursor.offset - 4)
    }
    return value
  }
}
