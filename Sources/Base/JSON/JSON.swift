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
  public static func read(_ bytes: [UInt8]) throws -> JSON { try JSONReader.read(bytes) }

  /// The canonical bytes: UTF-8, keys sorted by their UTF-8 bytes, two-space indent, no escape that
  /// JSON does not ask for, one newline at the end.
  public var canonicalBytes: [UInt8] {
    var text = ""
    write(to: &text, indent: 0)
    text += "\n"
    return Array(text.utf8)
  }

  /// The canonical form on one line, without blanks and without a newline: for digests and logs.
  public var compactBytes: [UInt8] {
    var text = ""
    write(to: &text, indent: nil)
    return Array(text.utf8)
  }

  private func write(to text: inout String, indent: Int?) {
    switch self {
    case .object(let members):
      let keys = members.keys.sorted(by: Files.utf8Order)
      Self.writeList(keys, open: "{", close: "}", to: &text, indent: indent) { key, inner, text in
        Self.writeString(key, to: &text)
        text += indent == nil ? ":" : ": "
        members[key]!.write(to: &text, indent: inner)
      }
    case .array(let elements):
      Self.writeList(elements, open: "[", close: "]", to: &text, indent: indent) { element, inner, text in
        element.write(to: &text, indent: inner)
      }
    case .string(let value): Self.writeString(value, to: &text)
    case .integer(let value): text += String(value)
    case .bool(let value): text += value ? "true" : "false"
    case .null: text += "null"
    }
  }

  private static func writeList<Element>(
    _ elements: [Element], open: String, close: String, to text: inout String, indent: Int?,
    _ write: (Element, Int?, inout String) -> Void
  ) {
    text += open
    let inner = indent.map { $0 + 1 }
    for (index, element) in elements.enumerated() {
      if index > 0 { text += "," }
      if let inner { text += "\n" + String(repeating: "  ", count: inner) }
      write(element, inner, &text)
    }
    if let indent, !elements.isEmpty { text += "\n" + String(repeating: "  ", count: indent) }
    text += close
  }

  private static func writeString(_ value: String, to text: inout String) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
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
