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
  package let command: String
  /// What was found, in the order in which it is shown.
  public let diagnostics: [Diagnostic]
  /// Denominators, in the order in which they are shown; those of findings are added by ``counts``.
  package let denominators: [Count]
  /// What the process answers.
  public let outcome: Outcome
  /// One line for people, without a line end.
  package let conclusion: String
  /// The texts that findings point into, by path.
  public let sources: SourceTexts
  /// Findings that somebody answers for; they weigh nothing, and are counted on their own.
  public let suppressed: [SuppressedFinding]
  /// Keys that no rule knows, and how often each is there; nil where the command does not look.
  package let unknownKeys: [String: Int]?
  /// The least severity that rejects.
  package let rejects: Diagnostic.Severity
  /// The folder that paths start from; nil where they start from the current one.
  var root: String?
  /// Further lines for people who ask for them: what was judged, one by one.
  package var details: [String] { makeDetails() }
  private let makeDetails: @Sendable () -> [String]

  /// A report of a command.
  public init(
    command: String, diagnostics: [Diagnostic], denominators: [Count], outcome: Outcome, conclusion: String,
    sources: SourceTexts, suppressed: [SuppressedFinding] = [], rejects: Diagnostic.Severity = .error,
    unknownKeys: [String: Int]? = nil, details: @autoclosure @escaping @Sendable () -> [String] = []
  ) {
    self.command = command
    self.diagnostics = diagnostics
    self.denominators = denominators
    self.outcome = outcome
    self.conclusion = conclusion
    self.sources = sources
    self.suppressed = suppressed
    self.rejects = rejects
    self.unknownKeys = unknownKeys
    makeDetails = details
  }

  /// All counts, those of the findings by severity included.
  package var counts: [Count] {
    denominators + [
      Count("suppressed", suppressed.count { $0.origin != .baseline }),
      Count("baselined", suppressed.count { $0.origin == .baseline }),
    ]
      + Diagnostic.Severity.allCases.reversed().map { severity in
        Count(severity.rawValue + "s", diagnostics.count { $0.severity == severity })
      }
  }
}
