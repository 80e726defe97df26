extension Rule {
  static let liveWithoutWeights = Rule(
    "live-without-weights", .contract, .strict,
    reason: "evidence is live only where its input is the weights that the contract names by digest",
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
          requires: ⟪live⟫

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
          requires: algorithm

      """)
  ) { context in
    context.falsifiers.compactMap { falsifier, _ in
      guard let level = falsifier.requires, level.value == .live,
        !falsifier.needs.contains(where: { $0.kind == .weights })
      else { return nil }
      return Finding(
        level.range, "`requires: live` without weights",
        help: "add `needs: [{weights: NAME, sha256: DIGEST}]`")
    }
  }
}
