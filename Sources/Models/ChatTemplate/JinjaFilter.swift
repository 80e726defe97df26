/// The filters that stand behind `|`.
enum JinjaFilter: String {
  case trim, upper, lower, replace, join, string, tojson, safe
  case length, count, first, last, list, items, reverse, map, select, reject, selectattr, rejectattr
  case `default`, d

  func apply(to value: JinjaValue, _ call: JinjaCall, _ budget: inout JinjaBudget) throws -> JinjaValue {
    let offset = call.offset
    func text() throws -> String { try JinjaText.of(value, at: offset) }
    func made(_ text: String) throws -> JinjaValue {
      try budget.make(text.utf8.count, at: offset)
      return .string(text)
    }
    switch self {
    case .trim:
      guard let characters = try call.text(call.arguments("chars")[0]) else {
        return try made(PlainText.trimmed(text(), where: PlainText.isSpace))
      }
      return try made(PlainText.trimmed(text()) { characters.unicodeScalars.contains($0) })
    case .upper, .lower:
      _ = try call.arguments()
      return try made(self == .upper ? text().uppercased() : text().lowercased())
    case .replace:
      let parts = try call.arguments("old", "new")
      let (old, new) = (try call.requiredText(parts[0]), try call.requiredText(parts[1]))
      return try JinjaMethod.replaced(text(), old, new, .max, call, &budget)
    case .join:
      let separator = try call.text(call.arguments("d")[0]) ?? ""
      let parts = try JinjaText.elements(value, at: offset).map { try JinjaText.of($0, at: offset) }
      return try made(parts.joined(separator: separator))
    case .string:
      _ = try call.arguments()
      return .string(try text())
    case .safe:
      _ = try call.arguments()
      return value
    case .tojson:
      let indent = try call.arguments("indent")[0]
      guard indent?.number ?? 0 >= 0, indent?.number ?? 0 <= 16 else { throw call.error("takes an indent of 0 to 16") }
      return try made(JinjaText.json(value, indent: indent?.number, at: offset))
    case .default, .d:
      let arguments = try call.arguments("default_value", "boolean")
      let isForFalse = arguments[1]?.isTrue ?? false
      if case .undefined = value { return arguments[0] ?? .string("") }
      return isForFalse && !value.isTrue ? arguments[0] ?? .string("") : value
    default: return try applyToElements(value, call, &budget)
    }
  }

  private func applyToElements(
    _ value: JinjaValue, _ call: JinjaCall, _ budget: inout JinjaBudget
  ) throws -> JinjaValue {
    if self == .items {
      _ = try call.arguments()
      guard case .map(let members) = value else { throw call.error("takes a mapping, and is given \(value.kind)") }
      return .list(members.map { .list([.string($0.key), $0.value]) })
    }
    let elements = try JinjaText.elements(value, at: call.offset)
    try budget.make(16 * elements.count, at: call.offset)
    switch self {
    case .length, .count: return try plain(.integer(elements.count), call)
    case .first: return try plain(elements.first ?? .undefined("the first element"), call)
    case .last: return try plain(elements.last ?? .undefined("the last element"), call)
    case .list: return try plain(.list(elements), call)
    case .reverse:
      guard case .string = value else { return try plain(.list(elements.reversed()), call) }
      return try plain(.string(elements.reversed().compactMap(\.text).joined()), call)
    case .map: return .list(try mapped(elements, call, &budget))
    case .select, .reject:
      return .list(try elements.filter { try holds($0, call.values, call) == (self == .select) })
    default:
      let name = try call.requiredText(call.values.first)
      return .list(
        try elements.filter {
          try holds($0.member(name) ?? .undefined(name), Array(call.values.dropFirst()), call) == (self == .selectattr)
        })
    }
  }

  private func plain(_ value: JinjaValue, _ call: JinjaCall) throws -> JinjaValue {
    _ = try call.arguments()
    return value
  }

  /// `map(attribute="name")`, or `map("filter", ...)`.
  private func mapped(
    _ elements: [JinjaValue], _ call: JinjaCall, _ budget: inout JinjaBudget
  ) throws -> [JinjaValue] {
    if call.values.isEmpty {
      let name = try call.requiredText(call.arguments("attribute")[0])
      return elements.map { $0.member(name) ?? .undefined(name) }
    }
    let name = try call.requiredText(call.values[0])
    guard let filter = JinjaFilter(rawValue: name) else {
      throw call.error("is given the filter \(name), not known here")
    }
    let inner = JinjaCall(name: name, values: Array(call.values.dropFirst()), named: call.named, offset: call.offset)
    return try elements.map {
      try budget.step(at: call.offset)
      return try filter.apply(to: $0, inner, &budget)
    }
  }

  /// Whether a value passes the test that a list names first, or counts as true where it names none.
  private func holds(_ value: JinjaValue, _ test: [JinjaValue], _ call: JinjaCall) throws -> Bool {
    guard let first = test.first else { return value.isTrue }
    let name = try call.requiredText(first)
    let symbols = ["==": JinjaTest.eq, "!=": .ne]
    guard let kind = symbols[name] ?? JinjaTest(rawValue: name) else {
      throw call.error("is given the test \(name), not known here")
    }
    return try kind.holds(
      for: value, JinjaCall(name: name, values: Array(test.dropFirst()), named: call.named, offset: call.offset))
  }
}
