/// Runs the statements of a template.
struct JinjaEvaluator {
  var scope: JinjaScope
  var budget = JinjaBudget()
  private var output: [UInt8] = []

  /// Why a body was left before its end.
  private enum Exit { case end, leave, next }

  /// What a template writes.
  ///
  /// - Throws: `JinjaError` for what the template asks for and is not computed, for what it raises, and where it
  ///   does too much.
  static func run(_ statements: [JinjaStatement], _ values: [String: JinjaValue]) throws -> String {
    let scope = JinjaScope(parent: nil)
    for function in JinjaFunction.allCases { scope[function.rawValue] = .function(function) }
    for (name, value) in values { scope[name] = value }
    var evaluator = JinjaEvaluator(scope: scope)
    _ = try evaluator.run(statements)
    return String(decoding: evaluator.output, as: UTF8.self)
  }

  private init(scope: JinjaScope) { self.scope = scope }

  private mutating func write(_ text: String, _ offset: Int) throws {
    try budget.make(text.utf8.count, at: offset)
    output.append(contentsOf: text.utf8)
  }

  private mutating func run(_ statements: [JinjaStatement]) throws -> Exit {
    for statement in statements {
      try budget.step(at: statement.offset)
      let exit = try run(statement)
      guard exit == .end else { return exit }
    }
    return .end
  }

  /// What a body writes, in a scope of its own.
  private mutating func captured(_ body: [JinjaStatement], in scope: JinjaScope) throws -> String {
    let (outer, written) = (self.scope, output)
    (self.scope, output) = (scope, [])
    defer { (self.scope, output) = (outer, written) }
    _ = try run(body)
    return String(decoding: output, as: UTF8.self)
  }

  private mutating func run(_ statement: JinjaStatement) throws -> Exit {
    let offset = statement.offset
    try budget.enter(at: offset)
    defer { budget.leave() }
    switch statement.kind {
    case .text(let text): try write(text, offset)
    case .output(let value): try write(try JinjaText.of(evaluate(value), at: value.offset), offset)
    case .set(let names, let value): try assign(names, try evaluate(value), offset)
    case .setAttribute(let name, let attribute, let value):
      guard case .namespace(let namespace)? = scope[name] else {
        throw JinjaError(offset: offset, reason: "\(name) is not a namespace, and only a namespace's values can be set")
      }
      namespace.values[attribute] = try evaluate(value)
    case .setBlock(let name, let body):
      scope[name] = .string(try captured(body, in: JinjaScope(parent: scope)))
    case .branch(let branches, let otherwise):
      for branch in branches where try evaluate(branch.condition).isTrue { return try run(branch.body) }
      return try run(otherwise)
    case .loop(let targets, let values, let condition, let body, let otherwise):
      try loop(targets, values, condition, body, otherwise, offset)
    case .macro(let macro): scope[macro.name] = .macro(macro, scope)
    case .leave: return .leave
    case .next: return .next
    case .block(let body): return try run(body)
    }
    return .end
  }

  private func assign(_ names: [String], _ value: JinjaValue, _ offset: Int) throws {
    guard names.count > 1 else { return scope[names[0]] = value }
    guard case .list(let values) = value, values.count == names.count else {
      throw JinjaError(offset: offset, reason: "\(names.count) names need a list of as many values")
    }
    for (name, value) in zip(names, values) { scope[name] = value }
  }

  private mutating func loop(
    _ targets: [String], _ values: JinjaExpression, _ condition: JinjaExpression?, _ body: [JinjaStatement],
    _ otherwise: [JinjaStatement], _ offset: Int
  ) throws {
    var elements = try JinjaText.elements(evaluate(values), at: values.offset)
    try budget.make(16 * elements.count, at: offset)
    let outer = scope
    defer { scope = outer }
    if let condition {
      elements = try elements.filter { element in
        scope = JinjaScope(parent: outer)
        try assign(targets, element, offset)
        return try evaluate(condition).isTrue
      }
    }
    for (index, element) in elements.enumerated() {
      try budget.step(at: offset)
      scope = JinjaScope(parent: outer)
      scope["loop"] = Self.state(elements, index)
      try assign(targets, element, offset)
      if try run(body) == .leave { break }
    }
    scope = outer
    // A body of its own, in which nothing outside can be set.
    if elements.isEmpty {
      scope = JinjaScope(parent: outer)
      _ = try run(otherwise)
    }
  }

  /// What `loop` is in a turn of a loop.
  private static func state(_ elements: [JinjaValue], _ index: Int) -> JinjaValue {
    let count = elements.count
    return .map([
      ("index", .integer(index + 1)), ("index0", .integer(index)), ("first", .bool(index == 0)),
      ("last", .bool(index == count - 1)), ("length", .integer(count)), ("revindex", .integer(count - index)),
      ("revindex0", .integer(count - index - 1)), ("depth", .integer(1)), ("depth0", .integer(0)),
      ("previtem", index > 0 ? elements[index - 1] : .undefined("loop.previtem")),
      ("nextitem", index + 1 < count ? elements[index + 1] : .undefined("loop.nextitem")),
    ])
  }

  /// Calls a macro: parameters by place or name, standards for the rest.
  mutating func call(
    _ macro: JinjaMacro, _ defined: JinjaScope, _ values: [JinjaValue], _ named: [(name: String, value: JinjaValue)],
    _ offset: Int
  ) throws -> JinjaValue {
    guard values.count <= macro.parameters.count else {
      throw JinjaError(offset: offset, reason: "the macro \(macro.name) takes \(macro.parameters.count) values")
    }
    let inner = JinjaScope(parent: defined)
    for argument in named {
      guard let place = macro.parameters.firstIndex(where: { $0.name.isSame(argument.name) }), place >= values.count
      else { throw JinjaError(offset: offset, reason: "the macro \(macro.name) does not take \(argument.name) here") }
    }
    for (place, parameter) in macro.parameters.enumerated() {
      if place < values.count {
        inner[parameter.name] = values[place]
      } else if let argument = named.last(where: { $0.name.isSame(parameter.name) }) {
        inner[parameter.name] = argument.value
      } else if let standard = parameter.standard {
        let outer = scope
        scope = inner
        defer { scope = outer }
        inner[parameter.name] = try evaluate(standard)
      } else {
        inner[parameter.name] = .undefined(parameter.name)
      }
    }
    return .string(try captured(macro.body, in: inner))
  }
}
