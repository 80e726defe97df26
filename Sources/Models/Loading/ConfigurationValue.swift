/// A value of a model's configuration, of whichever file format.
enum ConfigurationValue: Equatable, Sendable, CustomStringConvertible {
  case null
  case bool(Bool)
  /// Integers are exact up to 2^53, which no size of a model reaches.
  case number(Double)
  case text(String)
  case list([ConfigurationValue])
  case object([String: ConfigurationValue])

  /// A value of a JSON file; of names that occur twice the last counts, as it does for the readers of other programs.
  init(json value: JSONTree) {
    switch value {
    case .string(let text): self = .text(text)
    case .bool(let value): self = .bool(value)
    case .integer(let value): self = .number(Double(value))
    case .number(let value): self = .number(value)
    case .array(let elements): self = .list(elements.map(Self.init(json:)))
    case .object(let members): self = .object(Self.values(of: members))
    case .null: self = .null
    }
  }

  /// The members of a JSON object by name.
  static func values(of members: [(name: String, value: JSONTree)]) -> [String: ConfigurationValue] {
    Dictionary(members.map { ($0.name, Self(json: $0.value)) }) { _, last in last }
  }

  /// A value of GGUF metadata.
  init(gguf value: GGUFValue) {
    switch value {
    case .bool(let value): self = .bool(value)
    case .string(let text): self = .text(text)
    case .array(_, let values): self = .list(values.map(Self.init(gguf:)))
    default: self = value.number.map(Self.number) ?? .null
    }
  }

  /// The number, where it is a finite one.
  var number: Double? {
    if case .number(let value) = self, value.isFinite { return value }
    return nil
  }

  /// The number, where it is an integer.
  var integer: Int? { number.flatMap { Int(exactly: $0) } }

  /// As JSON has it, long ones shortened.
  var description: String {
    let whole =
      switch self {
      case .null: "null"
      case .bool(let value): "\(value)"
      case .number(let value): integer.map(String.init) ?? "\(value)"
      case .text(let text): "\"\(text)\""
      case .list(let values): "[\(values.prefix(12).map(\.description).joined(separator: ", "))]"
      case .object(let members):
        "{\(members.sorted { $0.key < $1.key }.prefix(12).map { "\"\($0.key)\": \($0.value)" }.joined(separator: ", "))}"
      }
    return whole.count > 120 ? whole.prefix(117) + "..." : whole
  }
}
