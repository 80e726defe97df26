import ContractKit

/// A case that can be written down exactly: what a search finds is kept as one.
public protocol ExactCase {
  /// Its numbers by name.
  var fields: [String: CaseField] { get }
  /// The case with the numbers given.
  ///
  /// - Throws: where a field is missing or the fields do not fit each other.
  init(_ fields: CaseFields) throws
}

/// One member of a case.
public enum CaseField: Equatable, Sendable {
  /// A size, or another number that is not negative.
  case integer(Int)
  case f32([Float])
  case bytes([UInt8])

  /// `3`, `"f32 3f800000 40000000"`, `"u8 00 ff"`: bit patterns in hexadecimal.
  var json: JSON {
    func hexadecimal(_ value: UInt64, _ digits: Int) -> String {
      let text = String(value, radix: 16)
      return String(repeating: "0", count: digits - text.utf8.count) + text
    }
    switch self {
    case .integer(let value): return .integer(value)
    case .f32(let values):
      return .string((["f32"] + values.map { hexadecimal(UInt64($0.bitPattern), 8) }).joined(separator: " "))
    case .bytes(let values):
      return .string((["u8"] + values.map { hexadecimal(UInt64($0), 2) }).joined(separator: " "))
    }
  }

  init?(_ json: JSON) {
    if let integer = json.integer {
      self = .integer(integer)
      return
    }
    guard let words = json.string?.split(separator: " ", omittingEmptySubsequences: false) else { return nil }
    func patterns(_ digits: Int) -> [UInt32]? {
      let values = words.dropFirst().compactMap { word in
        // A sign would be read, too.
        word.utf8.count == digits && word.first != "+" ? UInt32(word, radix: 16) : nil
      }
      return values.count == words.count - 1 ? values : nil
    }
    switch words.first {
    case "f32":
      guard let bits = patterns(8) else { return nil }
      self = .f32(bits.map(Float.init(bitPattern:)))
    case "u8":
      guard let bytes = patterns(2) else { return nil }
      self = .bytes(bytes.map(UInt8.init))
    default: return nil
    }
  }

  /// For reading: the numbers, or how many there are where they are many.
  var text: String {
    switch self {
    case .integer(let value): String(value)
    case .f32(let values): Self.list(values.map(\.description))
    case .bytes(let values): Self.list(values.map(\.description))
    }
  }

  private static func list(_ numbers: [String]) -> String {
    let shown = numbers.prefix(8).joined(separator: ", ")
    return numbers.count <= 8 ? "[\(shown)]" : "[\(shown), …] (\(numbers.count) elements)"
  }
}

/// The members of a case that is read back.
public struct CaseFields {
  let members: [String: CaseField]

  /// A number that is not negative.
  public func integer(_ name: String) throws -> Int {
    guard case .integer(let value) = members[name] else { throw FalsifierError.exactCaseMember(name) }
    return value
  }

  /// An array of binary32 numbers.
  public func f32(_ name: String) throws -> [Float] {
    guard case .f32(let values) = members[name] else { throw FalsifierError.exactCaseMember(name) }
    return values
  }

  /// Raw bytes.
  public func bytes(_ name: String) throws -> [UInt8] {
    guard case .bytes(let values) = members[name] else { throw FalsifierError.exactCaseMember(name) }
    return values
  }
}
