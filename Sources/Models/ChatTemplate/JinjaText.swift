/// Values as text, and as the elements of a loop.
enum JinjaText {
  /// How a value is written into the prompt.
  ///
  /// - Throws: `JinjaError` for lists and mappings, whose text is Python's alone.
  static func of(_ value: JinjaValue, at offset: Int) throws -> String {
    switch value {
    case .undefined: return ""
    case .none: return "None"
    case .bool(let value): return value ? "True" : "False"
    case .integer(let value): return String(value)
    case .string(let text): return text
    default:
      throw JinjaError(offset: offset, reason: "\(value.kind) is written as text, which is not computed; use tojson")
    }
  }

  /// What a loop over a value runs over.
  static func elements(_ value: JinjaValue, at offset: Int) throws -> [JinjaValue] {
    switch value {
    case .undefined: return []
    case .list(let elements): return elements
    case .map(let members): return members.map { .string($0.key) }
    case .string(let text): return text.unicodeScalars.map { .string(String($0)) }
    default: throw JinjaError(offset: offset, reason: "\(value.kind) has no elements")
    }
  }

  /// JSON as Python's json writes it, with characters beyond ASCII as they are.
  static func json(_ value: JinjaValue, indent: Int?, level: Int = 0, at offset: Int) throws -> String {
    func list(_ open: String, _ items: [String], _ close: String) -> String {
      guard !items.isEmpty else { return open + close }
      guard let indent else { return open + items.joined(separator: ", ") + close }
      let (inner, outer) = (
        String(repeating: " ", count: indent * (level + 1)), String(repeating: " ", count: indent * level)
      )
      return open + "\n" + items.map { inner + $0 }.joined(separator: ",\n") + "\n" + outer + close
    }
    switch value {
    case .none: return "null"
    case .bool(let value): return value ? "true" : "false"
    case .integer(let value): return String(value)
    case .string(let text): return quoted(text)
    case .list(let elements):
      return list("[", try elements.map { try json($0, indent: indent, level: level + 1, at: offset) }, "]")
    case .map(let members):
      return list(
        "{",
        try members.map { quoted($0.key) + ": " + (try json($0.value, indent: indent, level: level + 1, at: offset)) },
        "}")
    default: throw JinjaError(offset: offset, reason: "\(value.kind) has no JSON")
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{8}": result += "\\b"
      case "\u{C}": result += "\\f"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
