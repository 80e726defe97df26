/// The tests that stand behind `is`.
enum JinjaTest: String {
  case defined, undefined, none, string, mapping, iterable, sequence, number, integer, boolean, odd, even, divisibleby
  case `true`, `false`, `in`, eq, ne, equalto

  func holds(for value: JinjaValue, _ call: JinjaCall) throws -> Bool {
    switch self {
    case .divisibleby, .in, .eq, .ne, .equalto:
      guard let other = try call.arguments("other")[0] else { throw call.error("needs a value to compare with") }
      return try holds(for: value, other, call)
    default:
      _ = try call.arguments()
    }
    switch (self, value) {
    case (.defined, .undefined): return false
    case (.defined, _): return true
    case (.undefined, .undefined), (.none, .none), (.string, .string), (.mapping, .map), (.boolean, .bool): return true
    case (.iterable, .undefined), (.iterable, .string), (.iterable, .list), (.iterable, .map): return true
    case (.sequence, .undefined), (.sequence, .string), (.sequence, .list), (.sequence, .map): return true
    // Python's truth values are numbers.
    case (.number, .integer), (.number, .bool), (.integer, .integer): return true
    case (.true, .bool(let value)): return value
    case (.false, .bool(let value)): return !value
    case (.odd, _), (.even, _):
      guard let number = value.number else { throw call.error("takes a number, and is given \(value.kind)") }
      return (number & 1 == 1) == (self == .odd)
    default: return false
    }
  }

  private func holds(for value: JinjaValue, _ other: JinjaValue, _ call: JinjaCall) throws -> Bool {
    switch self {
    case .in: return try JinjaEvaluator.compare("in", value, other, call.offset)
    case .ne: return !JinjaValue.isEqual(value, other)
    case .divisibleby:
      guard let number = value.number, let divisor = other.number, divisor != 0, divisor != -1 else {
        throw call.error("takes two numbers, of which the second is not 0")
      }
      return number % divisor == 0
    default: return JinjaValue.isEqual(value, other)
    }
  }
}
