extension JinjaEvaluator {
  mutating func evaluate(_ expression: JinjaExpression) throws -> JinjaValue {
    let offset = expression.offset
    try budget.step(at: offset)
    try budget.enter(at: offset)
    defer { budget.leave() }
    switch expression.kind {
    case .literal(let value): return value
    case .name(let name): return scope[name] ?? .undefined(name)
    case .list(let values):
      try budget.make(16 * values.count, at: offset)
      let elements = try values.map { try evaluate($0) }
      try budget.nest(elements, at: offset)
      return .list(elements)
    case .map(let members): return try map(members, offset)
    case .attribute(let value, let name): return try attribute(try evaluate(value), name, offset)
    case .item(let value, let key): return try item(try evaluate(value), try evaluate(key), offset)
    case .slice(let value, let from, let to, let step):
      let parts = try [from, to, step].map { try $0.map { try evaluate($0) } }
      return try slice(try evaluate(value), parts, offset)
    case .call(let function, let arguments): return try call(function, arguments, offset)
    case .filter(let value, let name, let arguments):
      let value = try evaluate(value)
      let call = JinjaCall(name: name, values: try self.values(arguments), named: try named(arguments), offset: offset)
      return try JinjaFilter(rawValue: name)!.apply(to: value, call, &budget)
    case .test(let value, let name, let arguments):
      let value = try evaluate(value)
      let call = JinjaCall(name: name, values: try self.values(arguments), named: try named(arguments), offset: offset)
      return .bool(try JinjaTest(rawValue: name)!.holds(for: value, call))
    case .not(let value): return .bool(try !evaluate(value).isTrue)
    case .negative(let value):
      guard let number = try evaluate(value).number, number != .min else {
        throw JinjaError(offset: offset, reason: "only numbers of 64 bits have a negative")
      }
      return .integer(-number)
    case .binary(let operation, let a, let b): return try binary(operation, a, b, offset)
    case .comparison(let first, let pairs):
      var left = try evaluate(first)
      for (operation, value) in pairs {
        let right = try evaluate(value)
        guard try Self.compare(operation, left, right, offset) else { return .bool(false) }
        left = right
      }
      return .bool(true)
    case .conditional(let value, let condition, let otherwise):
      if try evaluate(condition).isTrue { return try evaluate(value) }
      return try otherwise.map { try evaluate($0) } ?? .undefined("the value of an if without else")
    }
  }

  private mutating func values(_ arguments: JinjaArguments) throws -> [JinjaValue] {
    try arguments.values.map { try evaluate($0) }
  }

  private mutating func named(_ arguments: JinjaArguments) throws -> [(name: String, value: JinjaValue)] {
    try arguments.named.map { ($0.name, try evaluate($0.value)) }
  }

  private mutating func map(
    _ members: [(key: JinjaExpression, value: JinjaExpression)], _ offset: Int
  ) throws -> JinjaValue {
    var result: [(key: String, value: JinjaValue)] = []
    try budget.make(16 * members.count, at: offset)
    for member in members {
      guard let key = try evaluate(member.key).text else {
        throw JinjaError(offset: member.key.offset, reason: "keys that are no texts are not computed with")
      }
      result.removeAll { $0.key.isSame(key) }
      result.append((key, try evaluate(member.value)))
    }
    try budget.nest(result.lazy.map(\.value), at: offset)
    return .map(result)
  }

  /// Names of Python's mappings' methods, which hide members of these names behind a point.
  private static let methodsOfMaps: Set<String> = [
    "clear", "copy", "fromkeys", "get", "items", "keys", "pop", "popitem", "setdefault", "update", "values",
  ]

  private func attribute(_ value: JinjaValue, _ name: String, _ offset: Int) throws -> JinjaValue {
    switch value {
    case .undefined(let what): throw JinjaError(offset: offset, reason: "\(what) is undefined, and has no \(name)")
    case .map:
      guard !Self.methodsOfMaps.contains(name) else {
        throw JinjaError(
          offset: offset, reason: "the method \(name) can only be called here; a member is [\"\(name)\"]")
      }
      return value.member(name) ?? .undefined(name)
    case .namespace(let namespace): return namespace.values[name] ?? .undefined(name)
    default: return .undefined(name)
    }
  }

  private func item(_ value: JinjaValue, _ key: JinjaValue, _ offset: Int) throws -> JinjaValue {
    switch (value, key) {
    case (.undefined(let what), _): throw JinjaError(offset: offset, reason: "\(what) is undefined, and has no items")
    case (.map, .string(let name)): return value.member(name) ?? .undefined(name)
    case (.namespace(let namespace), .string(let name)): return namespace.values[name] ?? .undefined(name)
    case (.list(let elements), _):
      guard let index = key.number.flatMap({ Self.place($0, elements.count) }) else { return .undefined("the element") }
      return elements[index]
    case (.string(let text), _):
      let scalars = Array(text.unicodeScalars)
      guard let index = key.number.flatMap({ Self.place($0, scalars.count) }) else { return .undefined("the element") }
      return .string(String(scalars[index]))
    default: return .undefined("the element")
    }
  }

  /// Where Python's index points, which counts from the end if it is negative; nil outside.
  private static func place(_ index: Int, _ count: Int) -> Int? {
    let place = index < 0 ? index &+ count : index
    return (0..<count).contains(place) ? place : nil
  }

  private mutating func slice(_ value: JinjaValue, _ parts: [JinjaValue?], _ offset: Int) throws -> JinjaValue {
    let numbers = try parts.map { part -> Int? in
      switch part {
      case nil, .some(.none): return nil
      case .some(let value):
        guard let number = value.number else {
          throw JinjaError(offset: offset, reason: "\(value.kind) in a slice, which takes numbers")
        }
        return number
      }
    }
    switch value {
    case .list(let elements):
      let places = try Self.places(numbers, elements.count, offset)
      try budget.make(16 * places.count, at: offset)
      return .list(places.map { elements[$0] })
    case .string(let text):
      let scalars = Array(text.unicodeScalars)
      try budget.make(text.utf8.count, at: offset)
      var view = String.UnicodeScalarView()
      view.append(contentsOf: try Self.places(numbers, scalars.count, offset).map { scalars[$0] })
      return .string(String(view))
    default: throw JinjaError(offset: offset, reason: "\(value.kind) has no slices")
    }
  }

  /// The places of Python's slice.
  private static func places(_ parts: [Int?], _ count: Int, _ offset: Int) throws -> [Int] {
    let step = parts[2] ?? 1
    guard step != 0, step != .min else { throw JinjaError(offset: offset, reason: "the step of a slice is 0") }
    func clamped(_ part: Int?, _ standard: Int, _ range: ClosedRange<Int>) -> Int {
      guard let part else { return standard }
      return min(max(part < 0 ? part &+ count : part, range.lowerBound), range.upperBound)
    }
    let (from, to) =
      step > 0
      ? (clamped(parts[0], 0, 0...count), clamped(parts[1], count, 0...count))
      : (clamped(parts[0], count - 1, -1...max(count - 1, -1)), clamped(parts[1], -1, -1...max(count - 1, -1)))
    // A step past the end is as good as any larger one.
    return Array(stride(from: from, to: to, by: min(max(step, -count - 1), count + 1)))
  }

  private mutating func call(
    _ function: JinjaExpression, _ arguments: JinjaArguments, _ offset: Int
  ) throws -> JinjaValue {
    if case .attribute(let object, let name) = function.kind {
      let value = try evaluate(object)
      let isMember: Bool =
        switch value {
        case .namespace: true
        case .map: !Self.methodsOfMaps.contains(name)
        default: false
        }
      if !isMember {
        if case .undefined(let what) = value {
          throw JinjaError(offset: offset, reason: "\(what) is undefined, and has no \(name)")
        }
        let call = JinjaCall(
          name: name, values: try values(arguments), named: try named(arguments), offset: function.offset)
        return try JinjaMethod.call(on: value, call, &budget)
      }
    }
    let value = try evaluate(function)
    let (values, named) = (try values(arguments), try named(arguments))
    switch value {
    case .macro(let macro, let scope): return try call(macro, scope, values, named, offset)
    case .function(let function): return try call(function, values, named, offset)
    case .undefined(let what): throw JinjaError(offset: offset, reason: "\(what) is not known here")
    default: throw JinjaError(offset: offset, reason: "\(value.kind) cannot be called")
    }
  }

  private mutating func call(
    _ function: JinjaFunction, _ values: [JinjaValue], _ named: [(name: String, value: JinjaValue)],
    _ offset: Int
  ) throws -> JinjaValue {
    switch function {
    case .raiseException:
      let message = try values.first.map { try JinjaText.of($0, at: offset) } ?? ""
      throw JinjaError(offset: offset, reason: "the template refuses: \(message)")
    case .now:
      throw JinjaError(
        offset: offset, reason: "strftime_now would put today's date into the prompt, which no trace could repeat")
    case .namespace:
      let namespace = JinjaNamespace()
      guard values.isEmpty else { throw JinjaError(offset: offset, reason: "namespace takes values with names") }
      for (name, value) in named { namespace.values[name] = value }
      return .namespace(namespace)
    case .range:
      let numbers = values.compactMap(\.number)
      guard numbers.count == values.count, (1...3).contains(numbers.count), named.isEmpty else {
        throw JinjaError(offset: offset, reason: "range takes one to three numbers")
      }
      let (from, to, step) = (
        numbers.count > 1 ? numbers[0] : 0, numbers.count > 1 ? numbers[1] : numbers[0],
        numbers.count > 2 ? numbers[2] : 1
      )
      let (distance, overflow) = to.subtractingReportingOverflow(from)
      guard step != 0, !overflow, (distance.magnitude / step.magnitude) < 100_000 else {
        throw JinjaError(offset: offset, reason: "range gives 100000 numbers or more")
      }
      let list = stride(from: from, to: to, by: step).map(JinjaValue.integer)
      try budget.make(16 * list.count, at: offset)
      return .list(list)
    }
  }
}
