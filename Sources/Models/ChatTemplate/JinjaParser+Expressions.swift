/// Expressions, loosest binding first.
extension JinjaParser {
  /// A value, or several with commas between, which are a list.
  mutating func expressionOrTuple() throws -> JinjaExpression {
    let offset = current.offset
    let first = try expression()
    guard current.kind == .symbol(",") else { return first }
    var values = [first]
    while takes(symbol: ","), current.kind != .blockEnd { values.append(try expression()) }
    return .init(kind: .list(values), offset: offset)
  }

  mutating func expression() throws -> JinjaExpression {
    try nested { parser in
      var value = try parser.disjunction()
      while parser.current.kind == .name("if") {
        let offset = parser.current.offset
        parser.index += 1
        let condition = try parser.disjunction()
        let otherwise = parser.takes(word: "else") ? try parser.expression() : nil
        value = .init(kind: .conditional(value, if: condition, else: otherwise), offset: offset)
      }
      return value
    }
  }

  /// Operators of one level, from left to right.
  private mutating func chain(
    _ symbols: [String], _ operand: (inout JinjaParser) throws -> JinjaExpression
  ) throws -> JinjaExpression {
    var left = try operand(&self)
    while case .symbol(let symbol) = current.kind, symbols.contains(symbol) {
      let offset = current.offset
      index += 1
      left = .init(kind: .binary(symbol, left, try operand(&self)), offset: offset)
    }
    return left
  }

  mutating func disjunction() throws -> JinjaExpression {
    var left = try conjunction()
    while current.kind == .name("or") {
      let offset = current.offset
      index += 1
      left = .init(kind: .binary("or", left, try conjunction()), offset: offset)
    }
    return left
  }

  private mutating func conjunction() throws -> JinjaExpression {
    var left = try negation()
    while current.kind == .name("and") {
      let offset = current.offset
      index += 1
      left = .init(kind: .binary("and", left, try negation()), offset: offset)
    }
    return left
  }

  private mutating func negation() throws -> JinjaExpression {
    let offset = current.offset
    guard takes(word: "not") else { return try comparison() }
    return .init(kind: .not(try nested { try $0.negation() }), offset: offset)
  }

  private mutating func comparison() throws -> JinjaExpression {
    let offset = current.offset
    let first = try sum()
    var pairs: [(operation: String, value: JinjaExpression)] = []
    while true {
      if case .symbol(let symbol) = current.kind, ["==", "!=", "<", "<=", ">", ">="].contains(symbol) {
        index += 1
        pairs.append((symbol, try sum()))
      } else if takes(word: "in") {
        pairs.append(("in", try sum()))
      } else if current.kind == .name("not"), following.kind == .name("in") {
        index += 2
        pairs.append(("not in", try sum()))
      } else {
        return pairs.isEmpty ? first : .init(kind: .comparison(first, pairs), offset: offset)
      }
    }
  }

  private mutating func sum() throws -> JinjaExpression {
    try chain(["+", "-"]) { try $0.chain(["~"]) { try $0.chain(["*", "/", "//", "%"]) { try $0.power() } } }
  }

  private mutating func power() throws -> JinjaExpression {
    let value = try signed()
    guard current.kind != .symbol("**") else { throw error("powers are not computed here") }
    return value
  }

  private mutating func signed(isFiltered: Bool = true) throws -> JinjaExpression {
    let offset = current.offset
    var value: JinjaExpression
    if takes(symbol: "-") {
      value = .init(kind: .negative(try nested { try $0.signed(isFiltered: false) }), offset: offset)
    } else if takes(symbol: "+") {
      throw error("a sign + is not known here", at: offset)
    } else {
      value = try primary()
    }
    value = try postfix(value)
    return isFiltered ? try filtered(value) : value
  }

  private mutating func primary() throws -> JinjaExpression {
    let offset = current.offset
    func made(_ kind: JinjaExpression.Kind) -> JinjaExpression { .init(kind: kind, offset: offset) }
    switch current.kind {
    case .name(let name):
      index += 1
      switch name {
      case "true", "True": return made(.literal(.bool(true)))
      case "false", "False": return made(.literal(.bool(false)))
      case "none", "None": return made(.literal(.none))
      case "if", "else", "in", "is", "and", "or", "not": throw error("a value is expected", at: offset)
      default: return made(.name(name))
      }
    case .string(let first):
      // Texts side by side are one.
      var text = first
      index += 1
      while case .string(let more) = current.kind {
        text += more
        index += 1
      }
      return made(.literal(.string(text)))
    case .integer(let value):
      index += 1
      return made(.literal(.integer(value)))
    case .symbol("("):
      index += 1
      return try parenthesized(offset)
    case .symbol("["):
      index += 1
      return made(.list(try list(until: "]")))
    case .symbol("{"):
      index += 1
      return made(.map(try members()))
    default: throw error("a value is expected")
    }
  }

  private mutating func parenthesized(_ offset: Int) throws -> JinjaExpression {
    if takes(symbol: ")") { return .init(kind: .list([]), offset: offset) }
    let first = try expression()
    if takes(symbol: ")") { return first }
    try expect(.symbol(","), "a comma or )")
    return .init(kind: .list([first] + (try list(until: ")"))), offset: offset)
  }

  private mutating func list(until end: String) throws -> [JinjaExpression] {
    var values: [JinjaExpression] = []
    while !takes(symbol: end) {
      values.append(try expression())
      if takes(symbol: end) { break }
      try expect(.symbol(","), "a comma or \(end)")
    }
    return values
  }

  private mutating func members() throws -> [(key: JinjaExpression, value: JinjaExpression)] {
    var members: [(key: JinjaExpression, value: JinjaExpression)] = []
    while !takes(symbol: "}") {
      let key = try expression()
      try expect(.symbol(":"), "a colon")
      members.append((key, try expression()))
      if takes(symbol: "}") { break }
      try expect(.symbol(","), "a comma or }")
    }
    return members
  }

  private mutating func postfix(_ value: JinjaExpression) throws -> JinjaExpression {
    var value = value
    while true {
      let offset = current.offset
      if takes(symbol: ".") {
        value = .init(kind: .attribute(value, try name("the name of an attribute")), offset: offset)
      } else if takes(symbol: "[") {
        value = .init(kind: try subscripted(value), offset: offset)
      } else if current.kind == .symbol("(") {
        value = .init(kind: .call(value, try arguments()), offset: offset)
      } else {
        return value
      }
    }
  }

  private mutating func subscripted(_ value: JinjaExpression) throws -> JinjaExpression.Kind {
    var parts: [JinjaExpression?] = [nil]
    var isSlice = false
    while !takes(symbol: "]") {
      if takes(symbol: ":") {
        isSlice = true
        parts.append(nil)
        continue
      }
      guard parts[parts.count - 1] == nil else { throw error("] is expected") }
      parts[parts.count - 1] = try expression()
    }
    guard isSlice else {
      guard let item = parts[0] else { throw error("a value is expected") }
      return .item(value, item)
    }
    guard parts.count <= 3 else { throw error("a slice has three parts at most") }
    return .slice(value, from: parts[0], to: parts[1], step: parts.count > 2 ? parts[2] : nil)
  }

  private mutating func arguments() throws -> JinjaArguments {
    var arguments = JinjaArguments()
    try expect(.symbol("("), "(")
    while !takes(symbol: ")") {
      if case .name(let name) = current.kind, following.kind == .symbol("=") {
        index += 2
        arguments.named.append((name, try expression()))
      } else {
        guard arguments.named.isEmpty else { throw error("a positional argument after a named one") }
        guard current.kind != .symbol("*"), current.kind != .symbol("**") else {
          throw error("lists of arguments are not known here")
        }
        arguments.values.append(try expression())
      }
      if takes(symbol: ")") { break }
      try expect(.symbol(","), "a comma or )")
    }
    return arguments
  }

  /// Filters and tests behind a value.
  private mutating func filtered(_ value: JinjaExpression) throws -> JinjaExpression {
    var value = value
    while true {
      let offset = current.offset
      if takes(symbol: "|") {
        let name = try name("the name of a filter")
        guard JinjaFilter(rawValue: name) != nil else {
          throw error("the filter \(name) is not known here", at: offset)
        }
        let arguments = current.kind == .symbol("(") ? try arguments() : JinjaArguments()
        value = .init(kind: .filter(value, name, arguments), offset: offset)
      } else if takes(word: "is") {
        value = try test(of: value, offset)
      } else if current.kind == .symbol("("), case .filter = value.kind {
        value = .init(kind: .call(value, try arguments()), offset: offset)
      } else {
        return value
      }
    }
  }

  private mutating func test(of value: JinjaExpression, _ offset: Int) throws -> JinjaExpression {
    let isNegated = takes(word: "not")
    let name = try name("the name of a test")
    guard JinjaTest(rawValue: name) != nil else { throw error("the test \(name) is not known here", at: offset) }
    var arguments = JinjaArguments()
    switch current.kind {
    case .symbol("("): arguments = try self.arguments()
    case .name("else"), .name("or"), .name("and"), .name("if"), .name("is"), .name("in"), .name("not"): break
    case .name, .string, .integer, .symbol("["), .symbol("{"):
      let argument = try primary()
      arguments.values = [try postfix(argument)]
    default: break
    }
    let test = JinjaExpression(kind: .test(value, name, arguments), offset: offset)
    return isNegated ? .init(kind: .not(test), offset: offset) : test
  }
}
