extension Rule {
  static let missingKey = Rule(
    "missing-key", .format, .strict,
    reason: "without the key the entry cannot be named, understood or judged",
    details: "An error in every contract if the public format also requires the key.",
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
          waived:
            ⟪reason⟫: "the bound is being derived"
            owner: "team:kernels"

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
          waived:
            reason: "the bound is being derived"
            owner: "team:kernels"
            until: 2026-12-31

      """))
}
