/// What a command found, for every renderer: none counts on its own.
public struct Report: Sendable {
  /// A denominator or a count, under the name that machines read.
  public struct Count: Sendable {
    /// The name that machines read.
    public let key: String
    /// The number.
    public let value: Int

    /// A count under a name.
    public init(_ key: String, _ value: Int) {
      self.key = key
      self.value = value
    }
  }

  /// The command that reports, such as `validate`.
  public let command: String
  /// What was found, in the order in which it is shown.
  public let diagnostics: [Diagnostic]
  /// Denominators, in the order in which they are shown; those of findings are added by ``counts``.
  public let denominators: [Count]
  /// What the process answers.
  public let outcome: Outcome
  /// One line for people, without a line end.
  public let conclusion: String
  /// The texts that findings point into, by path.
  public let sources: [String: SourceText]

  /// A report of a command.
  public init(
    command: String, diagnostics: [Diagnostic], denominators: [Count], outcome: Outcome, conclusion: String,
    sources: [String: SourceText]
  ) {
    self.command = command
    self.diagnostics = diagnostics
    self.denominators = denominators
    self.outcome = outcome
    self.conclusion = conclusion
    self.sources = sources
  }

  /// All counts, those of the findings by severity included.
  public var counts: [Count] {
    denominators
      + Diagnostic.Severity.allCases.reversed().map { severity in
        Count(severity.rawValue + "s", diagnostics.count { $0.severity == severity })
      }
  }
}

/// The forms in which a report can be written.
public enum ReportFormat: String, CaseIterable, Sendable {
  /// With the source and a caret.
  case human
  /// One line a finding.
  case concise
  case json

  /// The report in this form, its last line end included.
  ///
  /// - Parameter color: whether escape sequences may be used; only `human` and `concise` do.
  public func render(_ report: Report, color: Bool = false) -> String {
    switch self {
    case .human: HumanRenderer(color: color).render(report)
    case .concise: ConciseRenderer(color: color).render(report)
    case .json: JSONRenderer().render(report)
    }
  }
}
