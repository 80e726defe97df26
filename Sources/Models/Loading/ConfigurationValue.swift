import Foundation

/// A value of a model's configuration, of whichever file format.
enum ConfigurationValue: Equatable, Sendable, CustomStringConvertible {
  case null
  case bool(Bool)
  /// Integers are exact up to 2^53, which no size of a model reaches.
  case number(Double)
  case text(String)
  case list([ConfigurationValue])
  case object([String: ConfigurationValue])

  /// A value of Foundation's JSON reader.
  init(json value: Any) {
    switch value {
    case let text as String: self = .text(text)
    // Foundation's truth values are numbers, too, of C's type char.
    case let number as NSNumber:
      self = String(cString: number.objCType) == "c" ? .bool(number.boolValue) : .number(number.doubleValue)
    case let list as [Any]: self = .list(list.map(Self.init(json:)))
    case let object as [String: Any]: self = .object(object.mapValues(Self.init(json:)))
    default: self = .null
    }
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
