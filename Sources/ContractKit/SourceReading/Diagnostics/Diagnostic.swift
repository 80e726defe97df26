/// One thing that was found, where, and what to do about it.
public struct Diagnostic: Sendable {
  /// How much it weighs: an error rejects, a warning does so under `--strict` only.
  public enum Severity: String, CaseIterable, Comparable, Sendable {
    case note, warning, error

    /// Whether the left one weighs less: a note below a warning, a warning below an error.
    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
    private var rank: Int { Self.allCases.firstIndex(of: self)! }
  }

  /// Another place that the finding is about, such as the first of two equal ids.
  public struct Related: Sendable {
    /// What stands there, as a short phrase such as `first here`.
    public var message: String
    /// The file of the other place, which may be another one than the finding's.
    public var path: String
    /// Nil where the other file as a whole is meant.
    public var range: SourceRange?

    /// Another place that a finding is about.
    public init(message: String, path: String, range: SourceRange?) {
      self.message = message
      self.path = path
      self.range = range
    }
  }

  /// The id of a rule in the catalogue.
  public var rule: String
  /// What it weighs here: many rules are errors in a `pv/1` contract and warnings in any other.
  public var severity: Severity
  /// One sentence without a full stop.
  public var message: String
  /// The file or folder that it is about, as it is shown: a contract or an evidence file for instance.
  public var path: String
  /// Nil where the finding is about the file as a whole.
  public var range: SourceRange?
  /// What to write, or to run, instead.
  public var help: String?
  /// Other places to look at, in the order in which they are shown.
  public var related: [Related]

  /// A finding of a rule.
  public init(
    rule: String, severity: Severity, message: String, path: String, range: SourceRange? = nil,
    help: String? = nil, related: [Related] = []
  ) {
    self.rule = rule
    self.severity = severity
    self.message = message
    self.path = path
    self.range = range
    self.help = help
    self.related = related
  }
}

extension Diagnostic {
  /// The order of findings within a file: from top to bottom, the heavier first.
  package static func inOrder(_ left: Diagnostic, _ right: Diagnostic) -> Bool {
    let (a, b) = (left.range?.start.offset ?? -1, right.range?.start.offset ?? -1)
    if a != b { return a < b }
    if left.severity != right.severity { return left.severity > right.severity }
    return left.rule == right.rule ? left.message < right.message : left.rule < right.rule
  }
}
