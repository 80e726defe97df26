import Base

/// A member of a manifest, or of the JSON beside a capture, that does not say what it should.
public struct FieldDifference: Equatable, Sendable, CustomStringConvertible {
  /// Such as `stages[3].statistics.nan`.
  public let path: String
  /// What stands there; nil where nothing does.
  public let recorded: JSON?
  /// What should; nil where there should be nothing.
  public let expected: JSON?

  /// The member, what stands there, and what should.
  public var description: String {
    switch (recorded, expected) {
    case (nil, let expected): "\(path) is missing, should be \(Self.text(expected))"
    case (let recorded, nil): "\(path): recorded \(Self.text(recorded)), where nothing should be"
    default: "\(path): recorded \(Self.text(recorded)), should be \(Self.text(expected))"
    }
  }

  /// For programs; a value is shown as it stands.
  var json: JSON {
    .object(["path": .string(path), "recorded": recorded ?? .null, "expected": expected ?? .null])
  }

  /// All members of two values that differ, as deep inside as they do.
  static func between(recorded: JSON, expected: JSON, at path: String = "") -> [FieldDifference] {
    func inside(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
    func compare(_ path: String, _ recorded: JSON?, _ expected: JSON?) -> [FieldDifference] {
      guard let recorded, let expected else { return [Self(path: path, recorded: recorded, expected: expected)] }
      return between(recorded: recorded, expected: expected, at: path)
    }
    switch (recorded, expected) {
    case (.object(let a), .object(let b)):
      return Set(a.keys).union(b.keys).sorted(by: Files.utf8Order).flatMap { compare(inside($0), a[$0], b[$0]) }
    case (.array(let a), .array(let b)):
      return (0..<max(a.count, b.count)).flatMap { index in
        compare(
          "\(path)[\(index)]", a.indices.contains(index) ? a[index] : nil, b.indices.contains(index) ? b[index] : nil)
      }
    case (.string(let a), .string(let b)) where a.utf8.elementsEqual(b.utf8): return []
    case (.string, .string): break
    default: if recorded == expected { return [] }
    }
    return [Self(path: path, recorded: recorded, expected: expected)]
  }

  /// A value on one line, cut where it is long.
  private static func text(_ value: JSON?) -> String {
    let text = String(decoding: (value ?? .null).compactBytes, as: UTF8.self)
    return text.count > 100 ? "\(text.prefix(97))..." : text
  }
}
