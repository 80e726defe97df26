/// A value of GGUF metadata.
public enum GGUFValue: Equatable, Sendable {
  case u8(UInt8), i8(Int8), u16(UInt16), i16(Int16), u32(UInt32), i32(Int32), u64(UInt64), i64(Int64)
  case f32(Float), f64(Double)
  case bool(Bool)
  case string(String)
  /// Values of one kind; the number is that of the kind, which an empty array has, too.
  case array(kind: UInt32, [GGUFValue])

  /// The integer that any of the integer kinds holds, or nil.
  public var integer: Int? {
    switch self {
    case .u8(let value): Int(value)
    case .i8(let value): Int(value)
    case .u16(let value): Int(value)
    case .i16(let value): Int(value)
    case .u32(let value): Int(value)
    case .i32(let value): Int(value)
    case .u64(let value): Int(exactly: value)
    case .i64(let value): Int(value)
    default: nil
    }
  }

  /// The number, widened without rounding where it is a float; or nil.
  public var number: Double? {
    switch self {
    case .f32(let value): Double(value)
    case .f64(let value): value
    default: integer.map(Double.init)
    }
  }

  /// The text, or nil.
  public var string: String? {
    if case .string(let value) = self { return value }
    return nil
  }

  /// The truth value, or nil.
  public var bool: Bool? {
    if case .bool(let value) = self { return value }
    return nil
  }

  /// The texts of an array of texts, or nil.
  public var strings: [String]? {
    guard case .array(Self.stringKind, let values) = self else { return nil }
    return values.compactMap(\.string)
  }

  /// An array of texts.
  public static func strings(_ values: [String]) -> GGUFValue {
    .array(kind: stringKind, values.map { .string($0) })
  }

  /// An array of 32-bit integers.
  public static func integers(_ values: [Int32]) -> GGUFValue { .array(kind: 5, values.map { .i32($0) }) }

  /// The number that GGUF files write before a value.
  package var kind: UInt32 {
    switch self {
    case .u8: 0
    case .i8: 1
    case .u16: 2
    case .i16: 3
    case .u32: 4
    case .i32: 5
    case .f32: 6
    case .bool: 7
    case .string: Self.stringKind
    case .array: Self.arrayKind
    case .u64: 10
    case .i64: 11
    case .f64: 12
    }
  }

  static let stringKind: UInt32 = 8
  static let arrayKind: UInt32 = 9
}
