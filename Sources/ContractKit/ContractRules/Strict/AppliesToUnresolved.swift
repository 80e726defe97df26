extension CheckedRule {
  static let appliesToUnresolved = Rule(
    "applies-to-unresolved", .contract, .strict,
    reason: "nothing can discharge an obligation that applies to no clause",
    details: """
      This rule applies only to pv/1. In the public format, `applies_to` may also be `all`, `scalar`, `simd` or free \
      text.
      """,
    failing: RuleExample(
      """
      proof_obligations:
        - type: invariant
          property: "the weights sum to 1"
          applies_to: ⟪softmax/sum_to_one⟫

      """),
    passing: RuleExample(
      """
      proof_obligations:
        - type: invariant
          property: "the weights sum to 1"
          formal: "sum_i y_i = 1"
          applies_to: softmax/sums_to_one

      """)
  ).amongContracts { context in
    guard context.contract.isStrict else { return [] }
    var clauses = ClauseNames(context)
    return context.contract.obligations.compactMap { obligation in
      guard let target = obligation.appliesTo else {
        return Finding(
          SourceRange(start: obligation.range.start, end: obligation.range.start),
          "the obligation applies to no clause", help: context.contract.clauseHelp("add `applies_to:` with"))
      }
      guard let problem = clauses.problem(target.value) else { return nil }
      return Finding(target.range, problem.message, help: problem.help)
    }
  }
}
