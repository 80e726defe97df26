/// A finding that does not weigh, since somebody answers for it.
public struct SuppressedFinding: Sendable {
  /// Who answers for it.
  public enum Origin: Sendable, Equatable {
    /// A comment in the file, with its reason and its last day.
    case comment(reason: String, until: CalendarDate)
    /// The baseline: it was there when the project began to use `pv`.
    case baseline
  }

  /// The finding, as it would have been reported.
  public let diagnostic: Diagnostic
  /// Who answers for it.
  package let origin: Origin

  /// A finding with who answers for it.
  public init(_ diagnostic: Diagnostic, _ origin: Origin) {
    self.diagnostic = diagnostic
    self.origin = origin
  }
}

extension SuppressedFinding.Origin {
  /// The origin in one or two words.
  package var word: String {
    switch self {
    case .comment: "suppressed"
    case .baseline: "in the baseline"
    }
  }

  /// What was written for it.
  package var reason: String? {
    switch self {
    case .comment(let reason, let until): "\(reason) (until \(until))"
    case .baseline: nil
    }
  }
}
