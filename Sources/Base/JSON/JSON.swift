/// A JSON value, written in one canonical form.
///
/// Floating-point numbers do not occur: evidence writes them as bit patterns in strings, so that
/// reading and writing never rounds.
public enum JSON: Equatable, Sendable {
  case object([String: JSON])
  case array([JSON])
  case string(String)
  case integer(Int)
  case bool(Bool)
  case null
}

extension JSON {
  /// One value by the strict reader: see `JSONReader`.
  ///
  /// - Throws: `JSONError`.
  public static func read(_ bytes: [UInt8]) throws -> JSON { try JSON(reading: bytes) }

  /// The canonical bytes: UTF-8, keys sorted by their UTF-8 bytes, two-space indent, no escape that
  /// JSON does not ask for, one newline at the end.
  public var canonicalBytes: [UInt8] {
    var bytes: [UInt8] = []
    write(to: &bytes, indent: 0)
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }

  /// The canonical form on one line, without blanks and without a newline: for digests and logs.
  public var compactBytes: [UInt8] {
    var bytes: [UInt8] = []
    write(to: &bytes, indent: nil)
    return bytes
  }

  private func write(to bytes: inout [UInt8], indent: Int?) {
    switch self {
    case .object(let members):
      let members = members.sorted { Files.utf8Order($0.key, $1.key) }
      Self.writeList(members, open: "{", close: "}", to: &bytes, indent: indent) { member, inner, bytes in
        Self.writeString(member.key, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        if indent != nil { bytes.append(UInt8(ascii: " ")) }
        member.value.write(to: &bytes, indent: inner)
      }
    case .array(let elements):
      Self.writeList(elements, open: "[", close: "]", to: &bytes, indent: indent) { element, inner, bytes in
        element.write(to: &bytes, indent: inner)
      }
    case .string(let value): Self.writeString(value, to: &bytes)
    case .integer(let value): bytes += String(value).utf8
    case .bool(let value): bytes += (value ? "true" : "false").utf8
    case .null: bytes += "null".utf8
    }
  }

  private static func writeList<Element>(
    _ elements: [Element], open: Unicode.Scalar, close: Unicode.Scalar, to bytes: inout [UInt8], indent: Int?,
    _ write: (Element, Int?, inout [UInt8]) -> Void
  ) {
    func newLine(_ indent: Int) {
      bytes.append(UInt8(ascii: "\n"))
      bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * indent))
    }
    bytes.append(UInt8(ascii: open))
    let inner = indent.map { $0 + 1 }
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      if let inner { newLine(inner) }
      write(element, inner, &bytes)
    }
    if let indent, !elements.isEmpty { newLine(indent) }
    bytes.append(UInt8(ascii: close))
  }

  private static func writeString(_ value: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    var value = value
    value.withUTF8 { text in
      // What needs no escape is taken in one piece.
      var start = 0
      for (index, byte) in text.enumerated() where byte < 0x20 || byte == 0x22 || byte == 0x5C {
        bytes.append(contentsOf: text[start..<index])
        start = index + 1
        switch byte {
        case UInt8(ascii: "\""): bytes += "\\\"".utf8
        case UInt8(ascii: "\\"): bytes += "\\\\".utf8
        case UInt8(ascii: "\n"): bytes += "\\n".utf8
        case UInt8(ascii: "\r"): bytes += "\\r".utf8
        case UInt8(ascii: "\t"): bytes += "\\t".utf8
        default: bytes += "\\u00\(byte < 0x10 ? "0" : "")\(String(byte, radix: 16))".utf8
        }
      }
      bytes.append(contentsOf: text[start...])
    }
    bytes.append(UInt8(ascii: "\""))
  }
}

extension JSON {
  /// The member of an object, or nil.
  public subscript(key: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members[key]
  }

  /// The text of a string, or nil.
  public var string: String? {
    guard case .string(let value) = self else { return nil }
    return value
  }

  /// The number, or nil.
  public var integer: Int? {
    guard case .integer(let value) = self else { return nil }
    return value
  }

  /// The truth value, or nil.
  public var bool: Bool? {
    guard case .bool(let value) = self else { return nil }
    return value
  }

  /// The elements of an array, or nil.
  public var array: [JSON]? {
    guard case .array(let elements) = self else { return nil }
    return elements
  }

  /// The members of an object, or nil.
  public var object: [String: JSON]? {
    guard case .object(let members) = self else { return nil }
    return members
  }
}
