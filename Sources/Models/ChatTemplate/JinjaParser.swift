/// Reads the statements of a template.
///
/// What a template may hold is what chat templates hold; the rest is refused by its name.
struct JinjaParser {
  var tokens: [JinjaLexer.Token]
  var index = 0
  private var depth = 0
  private var loops = 0

  /// Statements and expressions nest no deeper.
  private static let deepest = 100

  /// The statements of a template.
  ///
  /// - Throws: `JinjaError`.
  static func parse(_ source: [Unicode.Scalar]) throws -> [JinjaStatement] {
    var parser = JinjaParser(tokens: try JinjaLexer.tokens(source))
    let statements = try parser.statements(until: [])
    guard parser.current.kind == .end else { throw parser.error("this ends nothing that is open") }
    return statements
  }

  private init(tokens: [JinjaLexer.Token]) { self.tokens = tokens }

  var current: JinjaLexer.Token { tokens[index] }
  var following: JinjaLexer.Token { tokens[min(index + 1, tokens.count - 1)] }

  func error(_ reason: String, at offset: Int? = nil) -> JinjaError {
    JinjaError(offset: offset ?? current.offset, reason: reason)
  }

  /// Runs a body one level deeper.
  mutating func nested<Result>(_ body: (inout JinjaParser) throws -> Result) throws -> Result {
    guard depth < Self.deepest else { throw error("the template is nested deeper than \(Self.deepest)") }
    depth += 1
    defer { depth -= 1 }
    return try body(&self)
  }

  mutating func takes(_ kind: JinjaLexer.Token.Kind) -> Bool {
    guard current.kind == kind else { return false }
    index += 1
    return true
  }

  mutating func takes(symbol: String) -> Bool { takes(.symbol(symbol)) }
  mutating func takes(word: String) -> Bool { takes(.name(word)) }

  mutating func expect(_ kind: JinjaLexer.Token.Kind, _ what: String) throws {
    guard takes(kind) else { throw error("\(what) is expected") }
  }

  mutating func name(_ what: String) throws -> String {
    guard case .name(let name) = current.kind else { throw error("\(what) is expected") }
    index += 1
    return name
  }

  /// The statements up to a tag that begins with one of some words, which stays unread, or to the end.
  private mutating func statements(until ends: Set<String>) throws -> [JinjaStatement] {
    var statements: [JinjaStatement] = []
    while true {
      let offset = current.offset
      switch current.kind {
      case .end: return statements
      case .text(let text):
        index += 1
        statements.append(.init(kind: .text(text), offset: offset))
      case .outputStart:
        index += 1
        let value = try expression()
        try expect(.outputEnd, "the end of the tag")
        statements.append(.init(kind: .output(value), offset: offset))
      default:
        guard case .name(let word) = following.kind else { throw error("a statement is expected") }
        if ends.contains(word) || word.hasPrefix("end") || word == "else" || word == "elif" { return statements }
        index += 2
        statements.append(.init(kind: try nested { try $0.statement(word, offset) }, offset: offset))
      }
    }
  }

  private mutating func endOfTag() throws { try expect(.blockEnd, "the end of the tag") }

  /// The body of a statement up to its end, which is read.
  private mutating func body(end: String, of offset: Int) throws -> [JinjaStatement] {
    let body = try statements(until: [end])
    guard current.kind == .blockStart, following.kind == .name(end) else {
      throw error("\(end) is missing", at: current.kind == .end ? offset : nil)
    }
    index += 2
    try endOfTag()
    return body
  }

  private mutating func statement(_ word: String, _ offset: Int) throws -> JinjaStatement.Kind {
    switch word {
    case "if": return try branch(offset)
    case "for": return try loop(offset)
    case "set": return try set(offset)
    case "macro": return try macro(offset)
    case "generation":
      try endOfTag()
      return .block(try body(end: "endgeneration", of: offset))
    case "break", "continue":
      guard loops > 0 else { throw error("\(word) is outside a loop", at: offset) }
      try endOfTag()
      return word == "break" ? .leave : .next
    default: throw error("the statement \(word) is not known here", at: offset)
    }
  }

  private mutating func branch(_ offset: Int) throws -> JinjaStatement.Kind {
    var branches: [(condition: JinjaExpression, body: [JinjaStatement])] = []
    repeat {
      let condition = try expression()
      try endOfTag()
      branches.append((condition, try statements(until: ["elif", "else", "endif"])))
    } while takesTag("elif")
    if takesTag("else") {
      try endOfTag()
      return .branch(branches, otherwise: try body(end: "endif", of: offset))
    }
    _ = try body(end: "endif", of: offset)
    return .branch(branches, otherwise: [])
  }

  /// Whether the next tag begins with a word; if so, both are read.
  private mutating func takesTag(_ word: String) -> Bool {
    guard current.kind == .blockStart, following.kind == .name(word) else { return false }
    index += 2
    return true
  }

  private mutating func targets() throws -> [String] {
    var names = [try name("a name")]
    while takes(symbol: ",") { names.append(try name("a name")) }
    return names
  }

  private mutating func loop(_ offset: Int) throws -> JinjaStatement.Kind {
    let targets = try targets()
    try expect(.name("in"), "in")
    let values = try disjunction()
    let condition = takes(word: "if") ? try expression() : nil
    guard current.kind != .name("recursive") else { throw error("recursive loops are not known here") }
    try endOfTag()
    loops += 1
    let body = try statements(until: ["else", "endfor"])
    loops -= 1
    var otherwise: [JinjaStatement] = []
    if takesTag("else") {
      try endOfTag()
      otherwise = try self.body(end: "endfor", of: offset)
    } else {
      _ = try self.body(end: "endfor", of: offset)
    }
    return .loop(targets, in: values, where: condition, body: body, otherwise: otherwise)
  }

  private mutating func set(_ offset: Int) throws -> JinjaStatement.Kind {
    let first = try name("a name")
    if takes(symbol: ".") {
      let attribute = try name("a name")
      try expect(.symbol("="), "=")
      let value = try expressionOrTuple()
      try endOfTag()
      return .setAttribute(first, attribute, value)
    }
    var targets = [first]
    while takes(symbol: ",") { targets.append(try name("a name")) }
    if targets.count == 1, takes(.blockEnd) { return .setBlock(first, try body(end: "endset", of: offset)) }
    try expect(.symbol("="), "=")
    let value = try expressionOrTuple()
    try endOfTag()
    return .set(targets, value)
  }

  private mutating func macro(_ offset: Int) throws -> JinjaStatement.Kind {
    let name = try name("the name of the macro")
    var parameters: [(name: String, standard: JinjaExpression?)] = []
    try expect(.symbol("("), "(")
    while !takes(symbol: ")") {
      if !parameters.isEmpty { try expect(.symbol(","), "a comma or )") }
      let parameter = try self.name("the name of a parameter")
      parameters.append((parameter, takes(symbol: "=") ? try expression() : nil))
    }
    try endOfTag()
    let outer = loops
    loops = 0
    defer { loops = outer }
    return .macro(JinjaMacro(name: name, parameters: parameters, body: try body(end: "endmacro", of: offset)))
  }
}
