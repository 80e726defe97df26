import ContractKit

/// What moved since a revision: claims as `pv diff` compares them, and statuses as the contracts of then declare them.
public struct SiteChange: Sendable {
  /// A commit that changed a contract.
  public struct Step: Sendable {
    /// Its full name.
    package let commit: String
    /// The day of the commit, `YYYY-MM-DD`.
    package let date: String
    /// What it did to the contract's claims; not empty.
    public let changes: [ClaimChange]

    /// A commit with what it changed.
    public init(commit: String, date: String, changes: [ClaimChange]) {
      (self.commit, self.date, self.changes) = (commit, date, changes)
    }
  }

  /// The revision, as it was named.
  package let revision: String
  /// The contracts of then and of now.
  package let diff: ContractSetDiff
  /// By contract, the commits since then that changed its claims, the newest first.
  package let history: [String: [Step]]

  /// What moved since a revision.
  public init(revision: String, diff: ContractSetDiff, history: [String: [Step]] = [:]) {
    (self.revision, self.diff, self.history) = (revision, diff, history)
  }

  /// A falsifier whose status is another one than its contract declared then.
  struct Turn {
    let entry: Int
    /// What was declared then; nil where there was no such falsifier, or it declared nothing.
    let before: String?
  }

  /// The falsifiers whose status moved, in the order of the verification.
  func turns(_ verification: Verification) -> [Turn] {
    var before: [String: [String: String]] = [:]
    for entry in diff.entries {
      for falsifier in entry.old?.contract?.falsifiers ?? [] {
        before[entry.id, default: [:]][falsifier.id.value] = falsifier.status?.value ?? ""
      }
    }
    return verification.entries.enumerated().compactMap { index, entry in
      let was = before[entry.contract.id]?[entry.falsifier.id.value]
      guard was != entry.verdict.status.rawValue else { return nil }
      return Turn(entry: index, before: was.flatMap { $0.isEmpty ? nil : $0 })
    }
  }
}
