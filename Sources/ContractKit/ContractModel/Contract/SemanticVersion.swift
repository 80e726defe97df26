/// A version of three numbers, with a pre-release and build metadata as semver.org has them.
package struct SemanticVersion: Hashable, Sendable, CustomStringConvertible {
  /// Raised where a claim changes its meaning.
  package let major: Int
  /// Raised where a claim is added.
  package let minor: Int
  /// Raised where no claim changes.
  package let patch: Int
  /// What follows the numbers, its sign included.
  package let suffix: String

  /// The version that a text spells, or nil.
  package init?(_ text: String) {
    var rest = text.utf8[...]
    let dot = UInt8(ascii: ".")
    guard let major = Self.number(&rest), rest.popFirst() == dot, let minor = Self.number(&rest),
      rest.popFirst() == dot, let patch = Self.number(&rest)
    else { return nil }
    (self.major, self.minor, self.patch, suffix) = (major, minor, patch, String(Substring(rest)))
    guard Self.isSuffix(suffix) else { return nil }
  }

  /// What the text of one or two numbers was meant to be; nil where it is something else.
  package static func completing(_ text: String) -> String? {
    let core = text.hasPrefix("v") ? text.dropFirst() : Substring(text)
    let parts = core.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...3).contains(parts.count), parts.allSatisfy({ isNumber($0.utf8) }) else { return nil }
    return (parts.map(String.init) + Array(repeating: "0", count: 3 - parts.count)).joined(separator: ".")
  }

  /// Takes a number without needless zeros from the start of a text.
  private static func number(_ text: inout Substring.UTF8View) -> Int? {
    let start = text.first
    var (value, digits) = (0, 0)
    while let byte = text.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
      let (tenfold, isTooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflow) = tenfold.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
      if isTooLarge || overflow { return nil }
      (value, digits) = (sum, digits + 1)
      text.removeFirst()
    }
    return digits == 0 || digits > 1 && start == UInt8(ascii: "0") ? nil : value
  }

  private static func isNumber(_ text: Substring.UTF8View) -> Bool {
    var rest = text
    return number(&rest) != nil && rest.isEmpty
  }

  private static func isSuffix(_ text: String) -> Bool {
    guard let sign = text.utf8.first else { return true }
    guard sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") else { return false }
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
  package var description: String { "\(major).\(minor).\(patch)\(suffix)" }
}
