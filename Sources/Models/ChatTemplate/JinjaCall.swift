/// The name of a filter, a test or a method, and what it is given.
struct JinjaCall {
  let name: String
  let values: [JinjaValue]
  let named: [(name: String, value: JinjaValue)]
  let offset: Int

  func error(_ reason: String) -> JinjaError { JinjaError(offset: offset, reason: "\(name) \(reason)") }

  /// The arguments by place or by name, nil where one is not given.
  ///
  /// - Throws: `JinjaError` for more arguments, and for other names.
  func arguments(_ names: String...) throws -> [JinjaValue?] {
    guard values.count <= names.count else { throw error("takes \(names.count) values at most") }
    var result: [JinjaValue?] = values + [JinjaValue?](repeating: nil, count: names.count - values.count)
    for (name, value) in named {
      guard let place = names.firstIndex(of: name), result[place] == nil else {
        throw error("does not take \(name) here")
      }
      result[place] = value
    }
    return result
  }

  /// A text among the arguments, nil where it is not given or none.
  func text(_ value: JinjaValue?) throws -> String? {
    switch value {
    case nil, .some(.none): return nil
    case .some(.string(let text)): return text
    case .some(let value): throw error("takes a text, and is given \(value.kind)")
    }
  }

  func requiredText(_ value: JinjaValue?) throws -> String {
    guard let text = try text(value) else { throw error("needs a text") }
    return text
  }
}
