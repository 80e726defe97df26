extension Rule {
  package static let featureUnused = Rule(
    "feature-unused", .contract, .note,
    reason: "people read one note for a whole project, but not a warning for each of its files",
    details: """
      In contracts of the public format, this note replaces the findings of up to three rules: those of \
      `clause-unbound` if more of the judged contracts lack `binds_to` than have it, those of `qa-gate-missing` if \
      more of the judged contracts lack a gate than have one, and those of `harness-obligation-unresolved` if most \
      harnesses name an obligation that does not exist. The note is reported at the first contract that has such a \
      finding. Once most contracts use a feature, each contract without it gets its own warning. In pv/1, this note \
      replaces nothing.
      """,
    failing: example(head: "⟪metadata:⟫"), passing: example(equation: ", not_falsified: \"a definition\""))

  private static func example(head: String = "metadata:", equation more: String = "") -> RuleExample {
    .complete(
      """
      \(head)
        version: "1.0.0"
        description: "The logarithm of a sum of exponentials"
        references: ["Blanchard, Higham and Higham (2021)"]
      qa_gate:
        id: F-LSE-001
        name: "Log-sum-exp"
        checks: ["overflow"]
      equations:
        log_sum_exp: {formula: "log(sum(e^x))"\(more)}
      falsification_tests:
        - id: FALSIFY-LSE-001
          rule: "No overflow"
          prediction: "if all x are finite, the result is finite"
          if_fails: "the maximum is not subtracted"

      """)
  }
}
