/// The part of a version that a change calls for.
package enum VersionBump: String, CaseIterable, Comparable, Sendable {
  case none, patch, minor, major

  /// The bump that a change in a direction calls for: whoever relies on a claim is let down by a weaker
  /// or another one, and not by a stronger one.
  init(for direction: ClaimChange.Direction) {
    self =
      switch direction {
      case .easier, .mixed, .unclear: .major
      case .harder: .minor
      case .neutral: .patch
      }
  }

  /// In ascending order.
  package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
  private var rank: Int { Self.allCases.firstIndex(of: self)! }

  /// The least version that follows another one by this bump.
  ///
  /// Before 1.0.0 the second number says what the first one says later, as semver has it.
  package func next(after version: SemanticVersion) -> String {
    switch self {
    case .none: "\(version.major).\(version.minor).\(version.patch)"
    case .patch: "\(version.major).\(version.minor).\(version.patch + 1)"
    case .major where version.major > 0: "\(version.major + 1).0.0"
    case .minor, .major: "\(version.major).\(version.minor + 1).0"
    }
  }

  /// Whether a version follows another one by at least this bump.
  package func isMade(from old: SemanticVersion, to new: SemanticVersion) -> Bool {
    // A pre-release promises nothing, so the next one of the same version may change everything.
    if old.suffix.hasPrefix("-"), old.numbers == new.numbers, self == .none || old != new { return true }
    guard let needed = SemanticVersion(next(after: old)) else { return false }
    return !new.numbers.lexicographicallyPrecedes(needed.numbers)
  }
}

extension SemanticVersion {
  fileprivate var numbers: [Int] { [major, minor, patch] }
}
