extension Rule {
  static let statusUnknown = Rule(
    "status-unknown", .contract, .strict,
    reason: "a status outside the vocabulary cannot be compared with the one derived",
    failing: RuleExample(
      """
      falsification_tests:
        - id: FALSIFY-SM-001
          rule: "Normalization"
          prediction: "the weights sum to 1"
          if_fails: "the maximum is not subtracted"
          binds_to: [softmax, softmax/sums_to_one]
          test: Falsifiers.FalsifySoftmax/testFalsifySM001
          domain: {inputs: {logits: {cases: 240, classes: [normal]}}, over: {max_abs_error: 240 f32}}
          checks: [{metric: max_abs_error, at_most: 1.0e-6}]
          orders: [sequential, reversed, sorted]
          mutants: [no_max]
          discharge_status: ⟪DISCHARGD⟫

      """),
    passing: RuleExample(
      """
      falsification_tests:
        - id: FALSIFY-SM-001
          rule: "Normalization"
          prediction: "the weights sum to 1"
          if_fails: "the maximum is not subtracted"
          binds_to: [softmax, softmax/sums_to_one]
          test: Falsifiers.FalsifySoftmax/testFalsifySM001
          domain: {inputs: {logits: {cases: 240, classes: [normal]}}, over: {max_abs_error: 240 f32}}
          checks: [{metric: max_abs_error, at_most: 1.0e-6}]
          orders: [sequential, reversed, sorted]
          mutants: [no_max]
          discharge_status: PENDING

      """)
  ) { context in
    context.falsifiers.compactMap { falsifier, _ in
      guard let status = falsifier.status, !ContractShape.statuses.words.contains(status.value) else { return nil }
      return Finding(
        status.range, "`\(status.value)` is no status",
        help: status.value.uppercased() == "WAIVED"
          ? "a waiver is a mapping beside the status: `waived: {reason, owner, until}`"
          : Suggestion.help(for: status.value, among: ContractShape.statuses.words))
    }
  }
}
