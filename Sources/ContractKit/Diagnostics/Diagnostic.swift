/// One thing that was found, where, and what to do about it.
public struct Diagnostic: Sendable {
  /// How much it weighs: an error rejects, a warning does so under `--strict` only.
  public enum Severity: String, CaseIterable, Comparable, Sendable {
    case note, warning, error

    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
    private var rank: Int { Self.allCases.firstIndex(of: self)! }
  }

  /// Another place that the finding is about, such as the first of two equal ids.
  public struct Related: Sendable {
    public var message: String
    public var path: String
    public var range: SourceRange?

    public init(message: String, path: String, range: SourceRange?) {
      self.message = message
      self.path = path
      self.range = range
    }
  }

  /// The id of a rule in the catalogue.
  public var rule: String
  public var severity: Severity
  /// One sentence without a full stop.
  public var message: String
  public var path: String
  /// Nil where the finding is about the file as a whole.
  public var range: SourceRange?
  /// What to write, or to run, instead.
  public var help: String?
  public var related: [Related]

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
  static func inOrder(_ left: Diagnostic, _ right: Diagnostic) -> Bool {
    let (a, b) = (left.range?.start.offset ?? -1, right.range?.start.offset ?? -1)
    if a != b { return a < b }
    if left.severity != right.severity { return left.severity > right.severity }
    return left.rule == right.rule ? left.message < right.message : left.rule < right.rule
  }
}
