/// A rule about contracts, with what finds fault by it.
package struct CheckedRule: Sendable {
  /// What is looked at, and what is found there.
  enum Finder: Sendable {
    /// A contract by itself.
    case contract(@Sendable (RuleContext) -> [Finding])
    /// The names in a contract, among the others.
    case names(@Sendable (NameContext) -> [Finding])
    /// The hypotheses of a file, among all others.
    case hypotheses(@Sendable (NameContext) -> [Finding])
  }

  package let rule: Rule
  let finder: Finder
}

extension Rule {
  /// The rule, kept where a contract by itself has nothing to be found.
  func inContract(_ check: @escaping @Sendable (RuleContext) -> [Finding]) -> CheckedRule {
    CheckedRule(rule: self, finder: .contract(check))
  }

  /// The rule, kept where a contract has nothing to be found among the others.
  func amongContracts(_ check: @escaping @Sendable (NameContext) -> [Finding]) -> CheckedRule {
    CheckedRule(rule: self, finder: .names(check))
  }

  /// The rule, kept where the hypotheses of a file have nothing to be found among all others.
  func amongHypotheses(_ check: @escaping @Sendable (NameContext) -> [Finding]) -> CheckedRule {
    CheckedRule(rule: self, finder: .hypotheses(check))
  }
}

/// What a rule's check returns; the engine adds the rule, its severity and the file.
package struct Finding {
  var range: SourceRange?
  var message: String
  var help: String?
  var related: [Diagnostic.Related]
  /// Where the finding weighs otherwise than the rule's policy says; the rule's details say when.
  var severity: Diagnostic.Severity?

  init(
    _ range: SourceRange?, _ message: String, help: String? = nil, related: [Diagnostic.Related] = []
  ) {
    self.range = range
    self.message = message
    self.help = help
    self.related = related
  }
}
