/// A value that a template computes with.
///
/// Texts are compared, cut and counted by Unicode scalars, as Python does; Swift's own comparison would take
/// canonically equivalent texts for the same.
indirect enum JinjaValue {
  /// What has no value; the name is for errors.
  case undefined(String)
  case none
  case bool(Bool)
  case integer(Int)
  case string(String)
  case list([JinjaValue])
  case map([(key: String, value: JinjaValue)])
  case namespace(JinjaNamespace)
  case macro(JinjaMacro, JinjaScope)
  case function(JinjaFunction)

  /// The name of the kind, for errors.
  var kind: String {
    switch self {
    case .undefined: "undefined"
    case .none: "none"
    case .bool: "a truth value"
    case .integer: "a number"
    case .string: "a text"
    case .list: "a list"
    case .map: "a mapping"
    case .namespace: "a namespace"
    case .macro: "a macro"
    case .function: "a function"
    }
  }

  /// Whether it counts as true in a condition.
  var isTrue: Bool {
    switch self {
    case .undefined, .none: false
    case .bool(let value): value
    case .integer(let value): value != 0
    case .string(let text): !text.unicodeScalars.isEmpty
    case .list(let elements): !elements.isEmpty
    case .map(let members): !members.isEmpty
    case .namespace, .macro, .function: true
    }
  }

  /// The number that it is in arithmetic: truth values are 0 and 1.
  var number: Int? {
    switch self {
    case .integer(let value): value
    case .bool(let value): value ? 1 : 0
    default: nil
    }
  }

  /// The text that it is, or nil.
  var text: String? {
    if case .string(let text) = self { return text }
    return nil
  }

  /// The value of a mapping's key, or nil.
  func member(_ key: String) -> JinjaValue? {
    guard case .map(let members) = self else { return nil }
    return members.last { $0.key.isSame(key) }?.value
  }

  /// Python's `==`.
  static func isEqual(_ a: JinjaValue, _ b: JinjaValue) -> Bool {
    if let a = a.number, let b = b.number { return a == b }
    switch (a, b) {
    case (.undefined, .undefined), (.none, .none): return true
    case (.string(let a), .string(let b)): return a.isSame(b)
    case (.list(let a), .list(let b)): return a.count == b.count && zip(a, b).allSatisfy(isEqual)
    case (.map(let a), .map(let b)):
      return a.count == b.count
        && a.allSatisfy { key, value in b.contains { $0.key.isSame(key) && isEqual($0.value, value) } }
    case (.namespace(let a), .namespace(let b)): return a === b
    default: return false
    }
  }
}

/// Functions that every template has.
enum JinjaFunction: String, CaseIterable {
  case raiseException = "raise_exception"
  case now = "strftime_now"
  case range, namespace
}

/// Values under names that a template can change from inside a loop.
final class JinjaNamespace {
  var values: [String: JinjaValue] = [:]
}

/// The names that are known at a place.
final class JinjaScope {
  private var values: [String: JinjaValue] = [:]
  private let parent: JinjaScope?

  init(parent: JinjaScope?) { self.parent = parent }

  subscript(name: String) -> JinjaValue? {
    get { values[name] ?? parent?[name] }
    set { values[name] = newValue }
  }
}

extension String {
  /// Whether the scalars are the same.
  func isSame(_ other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}

/// Values can hold namespaces, which change: they stay where they are computed.
@available(*, unavailable)
extension JinjaValue: Sendable {}
