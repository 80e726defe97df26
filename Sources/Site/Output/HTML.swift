import ContractKit

/// Text in HTML's syntax, which other text gets into escaped and in no other way.
///
/// A template is a literal of this type: `let row: HTML = "<td title=\"\(why)\">\(claim)</td>"`. What is interpolated is
/// escaped for elements and for quoted attributes, unless it is HTML itself.
struct HTML: ExpressibleByStringInterpolation, Sendable {
  private(set) var text: String

  /// A template without anything interpolated.
  init(stringLiteral value: String) { text = value }

  /// A template with what was interpolated.
  init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

  /// Text from anywhere, escaped.
  init(_ text: String) {
    self.text = ""
    Self.append(text, to: &self.text)
  }

  /// Nothing.
  init() { text = "" }

  /// The number of bytes.
  var count: Int { text.utf8.count }

  /// Whether there is nothing.
  var isEmpty: Bool { text.isEmpty }

  static func += (left: inout HTML, right: HTML) { left.text += right.text }

  static func + (left: HTML, right: HTML) -> HTML {
    var sum = left
    sum += right
    return sum
  }

  /// What templates are made of.
  struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text: String

    init(literalCapacity: Int, interpolationCount: Int) {
      text = ""
      text.reserveCapacity(literalCapacity + 24 * interpolationCount)
    }

    mutating func appendLiteral(_ literal: String) { text += literal }
    mutating func appendInterpolation(_ html: HTML) { text += html.text }
    mutating func appendInterpolation(_ html: HTML?) { text += html?.text ?? "" }
    mutating func appendInterpolation(_ text: String) { HTML.append(text, to: &self.text) }
    mutating func appendInterpolation(_ text: Substring) { HTML.append(String(text), to: &self.text) }
    mutating func appendInterpolation(_ number: Int) { text += String(number) }
    mutating func appendInterpolation(_ parts: [HTML]) { for part in parts { text += part.text } }
  }

  /// Escapes text, which becomes one line: control characters and changes of direction are replaced as in every report.
  private static func append(_ text: String, to result: inout String) {
    let line = SafeText.line(text)
    guard line.utf8.contains(where: isSpecial) else {
      result += line
      return
    }
    for scalar in line.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"): true
    default: false
    }
  }
}

extension Sequence where Element == HTML {
  /// The parts with a separator between them.
  func joined(_ separator: HTML = "") -> HTML {
    var result = HTML()
    for (index, part) in enumerated() {
      if index > 0 { result += separator }
      result += part
    }
    return result
  }
}

extension HTML {
  /// The longest text of a contract or of a recording that a page has whole.
  private static let longest = 20_000

  /// Text of any length, cut after 20,000 characters, which says so.
  static func clipped(_ text: String) -> HTML {
    guard text.utf8.count > longest else { return HTML(text) }
    let characters = text.count
    guard characters > longest else { return HTML(text) }
    return "\(String(text.prefix(longest)))… (\(characters - longest) more characters)"
  }
}
