extension JinjaEvaluator {
  mutating func binary(
    _ operation: String, _ a: JinjaExpression, _ b: JinjaExpression, _ offset: Int
  ) throws -> JinjaValue {
    let left = try evaluate(a)
    switch operation {
    case "and": return left.isTrue ? try evaluate(b) : left
    case "or": return left.isTrue ? left : try evaluate(b)
    default: break
    }
    let right = try evaluate(b)
    if operation == "~" {
      return try joined(JinjaText.of(left, at: a.offset), JinjaText.of(right, at: b.offset), offset)
    }
    for case .undefined(let what) in [left, right] {
      throw JinjaError(offset: offset, reason: "\(what) is undefined, and cannot be computed with")
    }
    switch (operation, left, right) {
    case ("+", .string(let left), .string(let right)): return try joined(left, right, offset)
    case ("+", .list(let left), .list(let right)):
      try budget.make(16 * (left.count + right.count), at: offset)
      return .list(left + right)
    case ("*", .string(let text), _), ("*", _, .string(let text)):
      guard let count = left.number ?? right.number else { break }
      let (size, overflow) = text.utf8.count.multipliedReportingOverflow(by: max(count, 0))
      try budget.make(overflow ? .max : size, at: offset)
      return .string(String(repeating: text, count: max(count, 0)))
    default:
      if let left = left.number, let right = right.number { return try number(operation, left, right, offset) }
    }
    throw JinjaError(offset: offset, reason: "\(operation) of \(left.kind) and \(right.kind) is not computed here")
  }

  private mutating func joined(_ left: String, _ right: String, _ offset: Int) throws -> JinjaValue {
    try budget.make(left.utf8.count + right.utf8.count, at: offset)
    return .string(left + right)
  }

  private func number(_ operation: String, _ a: Int, _ b: Int, _ offset: Int) throws -> JinjaValue {
    let (value, overflow): (Int, Bool)
    switch operation {
    case "+": (value, overflow) = a.addingReportingOverflow(b)
    case "-": (value, overflow) = a.subtractingReportingOverflow(b)
    case "*": (value, overflow) = a.multipliedReportingOverflow(by: b)
    case "//", "%":
      guard b != 0, !(a == .min && b == -1) else { throw JinjaError(offset: offset, reason: "a division by 0") }
      // Python rounds down, so that a remainder has the sign of the divisor.
      let (quotient, remainder) = a.quotientAndRemainder(dividingBy: b)
      let isRounded = remainder != 0 && (remainder < 0) != (b < 0)
      value = operation == "%" ? (isRounded ? remainder + b : remainder) : (isRounded ? quotient - 1 : quotient)
      overflow = false
    default: throw JinjaError(offset: offset, reason: "\(operation) gives fractions, which are not computed with")
    }
    guard !overflow else { throw JinjaError(offset: offset, reason: "a number has more than 64 bits") }
    return .integer(value)
  }

  /// Whether a comparison holds.
  static func compare(_ operation: String, _ a: JinjaValue, _ b: JinjaValue, _ offset: Int) throws -> Bool {
    switch operation {
    case "==": return JinjaValue.isEqual(a, b)
    case "!=": return !JinjaValue.isEqual(a, b)
    case "in": return try contains(b, a, offset)
    case "not in": return try !contains(b, a, offset)
    default: break
    }
    let isLess: (Bool, Bool)
    if let a = a.number, let b = b.number {
      isLess = (a < b, b < a)
    } else if let a = a.text, let b = b.text {
      isLess = (
        a.unicodeScalars.lexicographicallyPrecedes(b.unicodeScalars),
        b.unicodeScalars.lexicographicallyPrecedes(a.unicodeScalars)
      )
    } else {
      throw JinjaError(offset: offset, reason: "\(a.kind) and \(b.kind) have no order")
    }
    switch operation {
    case "<": return isLess.0
    case ">": return isLess.1
    case "<=": return !isLess.1
    default: return !isLess.0
    }
  }

  private static func contains(_ values: JinjaValue, _ value: JinjaValue, _ offset: Int) throws -> Bool {
    switch values {
    case .undefined: return false
    case .list(let elements): return elements.contains { JinjaValue.isEqual($0, value) }
    case .map: return value.text.map { values.member($0) != nil } ?? false
    case .string(let text):
      guard let part = value.text else {
        throw JinjaError(offset: offset, reason: "\(value.kind) is looked for in a text")
      }
      return PlainText.ranges(of: part, in: text, atMost: 1).first != nil
    default: throw JinjaError(offset: offset, reason: "nothing can be in \(values.kind)")
    }
  }
}
