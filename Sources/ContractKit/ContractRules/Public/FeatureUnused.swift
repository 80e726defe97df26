extension Rule {
  package static let featureUnused = Rule(
    "feature-unused", .contract, .note,
    reason: "people read one note for a project, but not a warning for each of its files",
    details: """
      This note takes the place of `clause-unbound` and `qa-gate-missing` if more of the judged contracts lack \
      `binds_to` or a gate than have it, and of `harness-obligation-unresolved` if most harnesses name an obligation \
      that does not exist. It is reported at the first contract in the public format that has such a finding. Once \
      most contracts use the feature, each one without it gets its own warning. In pv/1, the rules themselves apply.
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
          prediction: "the result is finite where all x are"
          if_fails: "the maximum is not subtracted"

      """)
  }
}
