/// A version of three numbers, with a pre-release and build metadata as semver.org has them.
public struct SemanticVersion: Hashable, Sendable, CustomStringConvertible {
  /// Raised where a claim changes its meaning.
  public let major: Int
  /// Raised where a claim is added.
  public let minor: Int
  /// Raised where no claim changes.
  public let patch: Int
  /// What follows the numbers, its sign included.
  public let suffix: String

  /// The version that a text spells, or nil.
  public init?(_ text: String) {
    let core = text.utf8.prefix { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "+") }
    let parts = core.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Self.number(Substring($0)) }
    guard parts.count == 3, numbers.count == 3 else { return nil }
    (major, minor, patch) = (numbers[0], numbers[1], numbers[2])
    suffix = String(text[core.endIndex...])
    guard Self.isSuffix(suffix) else { return nil }
  }

  /// What the text of one or two numbers was meant to be; nil where it is something else.
  static func completing(_ text: String) -> String? {
    let core = text.hasPrefix("v") ? text.dropFirst() : Substring(text)
    let parts = core.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...3).contains(parts.count), parts.allSatisfy({ number($0) != nil }) else { return nil }
    return (parts.map(String.init) + Array(repeating: "0", count: 3 - parts.count)).joined(separator: ".")
  }

  private static func number(_ text: Substring) -> Int? {
    guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      text.utf8.count == 1 || text.first != "0"
    else { return nil }
    return Int(text)
  }

  private static func isSuffix(_ text: String) -> Bool {
    guard !text.isEmpty else { return true }
    let halves = text.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
    return halves.enumerated().allSatisfy { index, half in
      if index == 0 && half.isEmpty { return true }
      let body = index == 0 ? half.dropFirst() : half
      return body.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
        !part.isEmpty && part.utf8.allSatisfy { Identifier.isFileName(String(UnicodeScalar($0))) && $0 != 0x5F }
      }
    }
  }

  /// As it is written.
  public var description: String { "\(major).\(minor).\(patch)\(suffix)" }
}
