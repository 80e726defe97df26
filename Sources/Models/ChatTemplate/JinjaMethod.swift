/// The methods of texts and mappings.
enum JinjaMethod {
  static func call(on value: JinjaValue, _ call: JinjaCall, _ budget: inout JinjaBudget) throws -> JinjaValue {
    switch value {
    case .string(let text): return try self.call(on: text, call, &budget)
    case .map(let members): return try self.call(on: value, members, call, &budget)
    default: throw call.error("is not a method of \(value.kind) that is known here")
    }
  }

  private static func call(
    on map: JinjaValue, _ members: [(key: String, value: JinjaValue)], _ call: JinjaCall, _ budget: inout JinjaBudget
  ) throws -> JinjaValue {
    try budget.make(16 * members.count, at: call.offset)
    switch call.name {
    case "get":
      let arguments = try call.arguments("key", "default")
      return map.member(try call.requiredText(arguments[0])) ?? arguments[1] ?? JinjaValue.none
    case "items":
      _ = try call.arguments()
      return .list(members.map { .list([.string($0.key), $0.value]) })
    case "keys":
      _ = try call.arguments()
      return .list(members.map { .string($0.key) })
    case "values":
      _ = try call.arguments()
      return .list(members.map(\.value))
    default: throw call.error("is not a method of a mapping that is known here")
    }
  }

  private static func call(on text: String, _ call: JinjaCall, _ budget: inout JinjaBudget) throws -> JinjaValue {
    func made(_ text: String) throws -> JinjaValue {
      try budget.make(text.utf8.count, at: call.offset)
      return .string(text)
    }
    switch call.name {
    case "strip", "lstrip", "rstrip":
      let characters = try call.text(call.arguments("chars")[0])
      return try made(
        PlainText.trimmed(text, left: call.name != "rstrip", right: call.name != "lstrip") { scalar in
          characters.map { $0.unicodeScalars.contains(scalar) } ?? PlainText.isSpace(scalar)
        })
    case "upper", "lower":
      _ = try call.arguments()
      return try made(call.name == "upper" ? text.uppercased() : text.lowercased())
    case "startswith", "endswith":
      guard let given = try call.arguments("prefix")[0] else { throw call.error("needs a text") }
      let parts = if case .list(let parts) = given { parts } else { [given] }
      return .bool(
        try parts.contains { part in
          let part = try call.requiredText(part).utf8
          return call.name == "startswith"
            ? text.utf8.starts(with: part) : text.utf8.reversed().starts(with: part.reversed())
        })
    case "split": return try split(text, call, &budget)
    case "replace":
      let parts = try call.arguments("old", "new", "count")
      let count = parts[2]?.number ?? -1
      return try replaced(
        text, call.requiredText(parts[0]), call.requiredText(parts[1]), count < 0 ? .max : count, call, &budget)
    case "join":
      guard let values = try call.arguments("iterable")[0] else { throw call.error("needs a list") }
      let parts = try JinjaText.elements(values, at: call.offset).map { try call.requiredText($0) }
      return try made(parts.joined(separator: text))
    case "removeprefix", "removesuffix":
      let part = try call.requiredText(call.arguments("part")[0]).utf8
      if call.name == "removeprefix" {
        return try made(
          text.utf8.starts(with: part) ? String(decoding: text.utf8.dropFirst(part.count), as: UTF8.self) : text)
      }
      let isSuffix = text.utf8.reversed().starts(with: part.reversed())
      return try made(isSuffix ? String(decoding: text.utf8.dropLast(part.count), as: UTF8.self) : text)
    default: throw call.error("is not a method of a text that is known here")
    }
  }

  private static func split(_ text: String, _ call: JinjaCall, _ budget: inout JinjaBudget) throws -> JinjaValue {
    let arguments = try call.arguments("sep", "maxsplit")
    let limit = arguments[1]?.number ?? -1
    guard let separator = try call.text(arguments[0]) else {
      guard limit < 0 else { throw call.error("at white space, a limited number of times, is not computed") }
      let pieces = text.unicodeScalars.split(whereSeparator: PlainText.isSpace)
      try budget.make(16 * pieces.count + text.utf8.count, at: call.offset)
      return .list(pieces.map { .string(String(String.UnicodeScalarView($0))) })
    }
    guard !separator.isEmpty else { throw call.error("needs a separator that is not empty") }
    let pieces = PlainText.split(text, at: separator, atMost: limit < 0 ? .max : limit)
    try budget.make(16 * pieces.count + text.utf8.count, at: call.offset)
    return .list(pieces.map(JinjaValue.string))
  }

  static func replaced(
    _ text: String, _ old: String, _ new: String, _ count: Int, _ call: JinjaCall, _ budget: inout JinjaBudget
  ) throws -> JinjaValue {
    guard !old.isEmpty else { throw call.error("needs a text to replace that is not empty") }
    let pieces = PlainText.split(text, at: old, atMost: count)
    let (size, overflow) = new.utf8.count.multipliedReportingOverflow(by: pieces.count)
    try budget.make(overflow ? .max : min(size, 1 << 40) + text.utf8.count, at: call.offset)
    return .string(pieces.joined(separator: new))
  }
}
