extension Rule {
  static let checksMissing = Rule(
    "checks-missing", .contract, .strict,
    reason: "without a threshold no measurement can contradict the prediction",
    failing: RuleExample(
      """
      falsification_tests:
        - id: ⟪FALSIFY-SM-001⟫
          rule: "Normalization"
          prediction: "the weights sum to 1"
          if_fails: "the maximum is not subtracted"
          binds_to: [softmax, softmax/sums_to_one]
          test: Falsifiers.FalsifySoftmax/testFalsifySM001
          mutants: [no_max]

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

      """)
  ) { context in
    context.falsifiers.compactMap { falsifier, node in
      guard context.contract.isExtended(falsifier), node.isBlank("checks") else { return nil }
      return Finding(
        falsifier.id.range, "the falsifier `\(falsifier.id.value)` has no check",
        help: "add `checks:`, for instance `- {metric: max_abs_error, at_most: 1.0e-6}`")
    }
  }
}
