/// Cuts a template into text and the tokens of its tags.
///
/// White space is treated as transformers sets Jinja up: a newline behind a block tag goes with it (trim_blocks), blanks
/// before a block tag at the start of a line do too (lstrip_blocks), a newline at the end of the template is left out,
/// and `-` on a side of a tag takes all white space there.
struct JinjaLexer {
  /// A piece of the template with the place where it begins.
  struct Token: Equatable {
    enum Kind: Equatable {
      case text(String)
      case blockStart, blockEnd, outputStart, outputEnd
      case name(String)
      case string(String)
      case integer(Int)
      case symbol(String)
      case end
    }
    let kind: Kind
    let offset: Int
  }

  private let source: [Unicode.Scalar]
  private var offset = 0
  private var tokens: [Token] = []

  /// A template's scalars with newlines as one character each, as they are counted in errors.
  static func normalized(_ template: String) -> [Unicode.Scalar] {
    var scalars: [Unicode.Scalar] = []
    var isBehindReturn = false
    for scalar in template.unicodeScalars {
      if !(scalar == "\n" && isBehindReturn) { scalars.append(scalar == "\r" ? "\n" : scalar) }
      isBehindReturn = scalar == "\r"
    }
    if scalars.last == "\n" { scalars.removeLast() }
    return scalars
  }

  /// The tokens of a template, `.end` last.
  ///
  /// - Throws: `JinjaError` for what is no token of the language, and for tags that do not end.
  static func tokens(_ source: [Unicode.Scalar]) throws -> [Token] {
    var lexer = JinjaLexer(source: source)
    while lexer.offset < source.count { try lexer.readText() }
    lexer.add(.end, at: source.count)
    return lexer.tokens
  }

  private init(source: [Unicode.Scalar]) { self.source = source }

  private mutating func add(_ kind: Token.Kind, at offset: Int) { tokens.append(Token(kind: kind, offset: offset)) }

  private func starts(_ text: String, at place: Int) -> Bool {
    let scalars = text.unicodeScalars
    return place + scalars.count <= source.count && source[place..<place + scalars.count].elementsEqual(scalars)
  }

  private func text(_ range: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: source[range])
    return String(view)
  }

  /// Text up to the next tag, and the tag.
  private mutating func readText() throws {
    let start = offset
    var tag = start
    while tag < source.count, !["{{", "{%", "{#"].contains(where: { starts($0, at: tag) }) { tag += 1 }
    guard tag < source.count else {
      add(.text(text(start..<tag)), at: start)
      offset = tag
      return
    }
    let sign: Unicode.Scalar? = tag + 2 < source.count ? source[tag + 2] : nil
    var end = tag
    if sign == "-" {
      while end > start, source[end - 1].properties.isWhitespace { end -= 1 }
    } else if sign != "+", source[tag + 1] != "{" {
      var line = tag
      while line > start, source[line - 1] != "\n", source[line - 1].properties.isWhitespace { line -= 1 }
      if line == 0 || source[line - 1] == "\n" { end = line }
    }
    if end > start { add(.text(text(start..<end)), at: start) }
    offset = tag + 2 + (sign == "-" || sign == "+" && source[tag + 1] != "{" ? 1 : 0)
    switch source[tag + 1] {
    case "#": try skipComment(tag)
    case "%": try readTag(tag, .blockStart, .blockEnd, "%}")
    default: try readTag(tag, .outputStart, .outputEnd, "}}")
    }
  }

  private mutating func skipComment(_ tag: Int) throws {
    while offset < source.count, !starts("#}", at: offset) { offset += 1 }
    guard offset < source.count else { throw JinjaError(offset: tag, reason: "the comment does not end") }
    let sign = source[offset - 1]
    offset += 2
    skipBehind(sign, isBlock: true)
  }

  /// White space behind a tag that goes with it.
  private mutating func skipBehind(_ sign: Unicode.Scalar?, isBlock: Bool) {
    if sign == "-" {
      while offset < source.count, source[offset].properties.isWhitespace { offset += 1 }
    } else if isBlock, sign != "+", offset < source.count, source[offset] == "\n" {
      offset += 1
    }
  }

  private mutating func readTag(_ tag: Int, _ start: Token.Kind, _ end: Token.Kind, _ close: String) throws {
    add(start, at: tag)
    var open: [Unicode.Scalar] = []
    let first = tokens.count
    while true {
      // Chains of operators nest as deeply as they are long.
      guard tokens.count - first <= Self.longest else {
        throw JinjaError(offset: tag, reason: "the tag has more than \(Self.longest) parts")
      }
      while offset < source.count, source[offset].properties.isWhitespace { offset += 1 }
      guard offset < source.count else { throw JinjaError(offset: tag, reason: "the tag does not end") }
      let isBlock = close == "%}"
      if open.isEmpty {
        let sign: Unicode.Scalar? = source[offset] == "-" || source[offset] == "+" && isBlock ? source[offset] : nil
        let place = offset + (sign == nil ? 0 : 1)
        if starts(close, at: place) {
          add(end, at: offset)
          offset = place + 2
          return skipBehind(sign, isBlock: isBlock)
        }
      }
      try readToken(&open)
    }
  }

  private static let longest = 5000

  private static let symbols = [
    "//", "**", "==", "!=", "<=", ">=", "+", "-", "*", "/", "%", "~", "<", ">", "=", "(", ")", "[", "]", "{", "}", ",",
    ".", ":", "|",
  ]
  private static let closing: [Unicode.Scalar: Unicode.Scalar] = [")": "(", "]": "[", "}": "{"]

  private mutating func readToken(_ open: inout [Unicode.Scalar]) throws {
    let start = offset
    let first = source[start]
    if first == "_" || first.properties.isXIDStart {
      while offset < source.count, source[offset] == "_" || source[offset].properties.isXIDContinue { offset += 1 }
      return add(.name(text(start..<offset)), at: start)
    }
    if ("0"..."9").contains(first) { return try readNumber() }
    if first == "'" || first == "\"" { return try readString(first) }
    guard let symbol = Self.symbols.first(where: { starts($0, at: start) }) else {
      throw JinjaError(offset: start, reason: "the character \(first) has no meaning here")
    }
    if ["(", "[", "{"].contains(symbol) { open.append(first) }
    if let opening = Self.closing[first] {
      guard open.popLast() == opening else { throw JinjaError(offset: start, reason: "the \(first) closes nothing") }
    }
    offset += symbol.unicodeScalars.count
    add(.symbol(symbol), at: start)
  }

  private mutating func readNumber() throws {
    let start = offset
    while offset < source.count, ("0"..."9").contains(source[offset]) || source[offset] == "_" { offset += 1 }
    let isFraction = offset + 1 < source.count && source[offset] == "." && ("0"..."9").contains(source[offset + 1])
    let isMore = offset < source.count && source[offset].properties.isXIDContinue
    guard !isFraction, !isMore, let value = Int(text(start..<offset)) else {
      throw JinjaError(offset: start, reason: "only whole decimal numbers of 64 bits are computed with")
    }
    add(.integer(value), at: start)
  }

  private mutating func readString(_ quote: Unicode.Scalar) throws {
    let start = offset
    offset += 1
    var value = String.UnicodeScalarView()
    while offset < source.count, source[offset] != quote {
      if source[offset] == "\\" {
        value.append(contentsOf: try readEscape().unicodeScalars)
      } else {
        value.append(source[offset])
        offset += 1
      }
    }
    guard offset < source.count else { throw JinjaError(offset: start, reason: "the text does not end") }
    offset += 1
    add(.string(String(value)), at: start)
  }

  private static let escapes: [Unicode.Scalar: String] = [
    "n": "\n", "r": "\r", "t": "\t", "\\": "\\", "'": "'", "\"": "\"", "a": "\u{7}", "b": "\u{8}", "f": "\u{C}",
    "v": "\u{B}", "\n": "",
  ]
  private static let digits: [Unicode.Scalar: Int] = ["x": 2, "u": 4, "U": 8]

  /// An escape of Python's texts; a backslash before any other character is itself.
  private mutating func readEscape() throws -> String {
    let start = offset
    guard start + 1 < source.count else { throw JinjaError(offset: start, reason: "the text does not end") }
    let kind = source[start + 1]
    offset += 2
    if let text = Self.escapes[kind] { return text }
    if let count = Self.digits[kind] {
      let end = min(offset + count, source.count)
      let digits = text(offset..<end)
      guard digits.utf8.count == count, digits.utf8.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
        let scalar = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init)
      else { throw JinjaError(offset: start, reason: "an escape that stands for no character") }
      offset = end
      return String(scalar)
    }
    guard kind != "N", !("0"..."7").contains(kind) else {
      throw JinjaError(offset: start, reason: "the escape \\\(kind) is not known here")
    }
    return "\\" + String(kind)
  }
}
