/// One thing that can be wrong, with what a reader needs in order to understand and to fix it.
///
/// A rule is a value that does not change: `pv rules`, `pv explain`, the documentation and the tests are made from it, and
/// a diagnostic can only be made by one. The catalogue lists them all, and knows what finds fault by them.
public final class Rule: Sendable {
  /// Where a rule's findings come from.
  public enum Stage: String, CaseIterable, Sendable {
    /// Reading the bytes of a file as YAML.
    case reading
    /// The keys and the kinds of values.
    case format
    /// What a contract says, alone and among the others.
    case contract
    /// What `pv` was asked to look at.
    case command
    /// What narrows the findings: comments in the files, pv.yaml, the baseline.
    case settings
    /// Evidence against a contract; emitted by `pv verify`.
    case verdict
    /// One version of a contract against another; emitted by `pv diff`.
    case change
    /// A library that is not ours against a contract; emitted by `pv conform`.
    case conformance
  }

  /// How much a finding weighs.
  public enum SeverityPolicy: Sendable {
    case error, warning, note
    /// An error in a contract that declares `metadata.format: pv/1`, a warning in any other.
    case strict

    /// The severity in a contract.
    public func severity(strict: Bool) -> Diagnostic.Severity {
      switch self {
      case .error: .error
      case .warning: .warning
      case .note: .note
      case .strict: strict ? .error : .warning
      }
    }
  }

  /// In kebab-case; stable, since suppressions and configurations name it.
  public let id: String
  /// Where its findings come from.
  public let stage: Stage
  /// How much a finding weighs, which may depend on the contract.
  public let severity: SeverityPolicy
  /// One sentence: what goes wrong where the rule is not kept.
  public let reason: String
  /// Further prose for `pv explain`.
  public let details: String?
  /// The rules of the public validator that it covers.
  public let covers: [String]
  /// Input that the rule finds fault with; the places expected are marked.
  public var failing: RuleExample? { failingExample() }
  /// The same, put right.
  public var passing: RuleExample? { passingExample() }
  // Made where they are shown: those of all rules would take as long as the judgment of ten contracts.
  private let failingExample: @Sendable () -> RuleExample?
  private let passingExample: @Sendable () -> RuleExample?

  package init(
    _ id: String, _ stage: Stage, _ severity: SeverityPolicy, reason: String, details: String? = nil,
    covers: [String] = [], failing: @escaping @autoclosure @Sendable () -> RuleExample? = nil,
    passing: @escaping @autoclosure @Sendable () -> RuleExample? = nil
  ) {
    self.id = id
    self.stage = stage
    self.severity = severity
    self.reason = reason
    self.details = details
    self.covers = covers
    failingExample = failing
    passingExample = passing
  }

  /// A finding of this rule.
  ///
  /// - Parameter strict: whether the contract declares `metadata.format: pv/1`.
  public func diagnostic(
    _ message: String, path: String, range: SourceRange? = nil, strict: Bool = true, help: String? = nil,
    related: [Diagnostic.Related] = []
  ) -> Diagnostic {
    Diagnostic(
      rule: id, severity: severity.severity(strict: strict), message: message, path: path, range: range, help: help,
      related: related)
  }
}
