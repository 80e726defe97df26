/// Reads the keys and values at the head of a GGUF file.
enum GGUFMetadataReader {
  /// An empty key, a kind, and a value of one byte.
  static let leastBytes = 8 + 4 + 1
  /// Arrays of arrays are allowed; files have one level.
  private static let maximumDepth = 4

  static func read(_ count: Int, from cursor: inout ByteCursor) throws -> [String: GGUFValue] {
    var metadata: [String: GGUFValue] = [:]
    for _ in 0..<count {
      let start = cursor.offset
      let key = try string("a metadata key", from: &cursor)
      guard metadata[key] == nil else { throw cursor.error("the key \(key) occurs twice", at: start) }
      let kind = try cursor.integer(UInt32.self, "the kind of \(key)")
      metadata[key] = try value(kind, key, depth: 0, from: &cursor)
    }
    return metadata
  }

  static func string(_ what: @autoclosure () -> String, from cursor: inout ByteCursor) throws -> String {
    let count = try cursor.count(of: "bytes of \(what())", atLeast: 1)
    let start = cursor.offset
    guard let text = String(validating: try cursor.take(count, what()), as: UTF8.self) else {
      throw cursor.error("\(what()) is not valid UTF-8", at: start)
    }
    return text
  }

  private static func value(
    _ kind: UInt32, _ key: String, depth: Int, from cursor: inout ByteCursor
  ) throws -> GGUFValue {
    var what: String { "the value of \(key)" }
    switch kind {
    case 0: return .u8(try cursor.integer(UInt8.self, what))
    case 1: return .i8(try cursor.integer(Int8.self, what))
    case 2: return .u16(try cursor.integer(UInt16.self, what))
    case 3: return .i16(try cursor.integer(Int16.self, what))
    case 4: return .u32(try cursor.integer(UInt32.self, what))
    case 5: return .i32(try cursor.integer(Int32.self, what))
    case 6: return .f32(Float(bitPattern: try cursor.integer(UInt32.self, what)))
    case 7:
      let byte = try cursor.integer(UInt8.self, what)
      guard byte <= 1 else { throw cursor.error("\(what) is \(byte); 0 and 1 are truth values", at: cursor.offset - 1) }
      return .bool(byte == 1)
    case GGUFValue.stringKind: return .string(try string(what, from: &cursor))
    case GGUFValue.arrayKind: return try array(key, depth: depth, from: &cursor)
    case 10: return .u64(try cursor.integer(UInt64.self, what))
    case 11: return .i64(try cursor.integer(Int64.self, what))
    case 12: return .f64(Double(bitPattern: try cursor.integer(UInt64.self, what)))
    default: throw cursor.error("\(key) has the kind \(kind), which does not exist", at: cursor.offset - 4)
    }
  }

  private static func array(_ key: String, depth: Int, from cursor: inout ByteCursor) throws -> GGUFValue {
    guard depth < maximumDepth else { throw cursor.error("\(key) is nested deeper than \(maximumDepth) arrays") }
    let kind = try cursor.integer(UInt32.self, "the kind of the elements of \(key)")
    guard let least = leastSizes[kind] else {
      throw cursor.error("\(key) has elements of the kind \(kind), which does not exist", at: cursor.offset - 4)
    }
    let count = try cursor.count(of: "elements of \(key)", atLeast: least)
    return .array(kind: kind, try (0..<count).map { _ in try value(kind, key, depth: depth + 1, from: &cursor) })
  }

  /// The fewest bytes that a value of a kind takes.
  private static let leastSizes: [UInt32: Int] = [
    0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 8: 8, 9: 12, 10: 8, 11: 8, 12: 8,
  ]
}
