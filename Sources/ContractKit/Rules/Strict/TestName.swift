extension Rule {
  static let testName = Rule(
    "test-name", .contract, .strict,
    reason: "nobody runs a falsifier that names no test",
    details: "Only in pv/1: in the public format `test` is prose.",
    failing: RuleExample(
      """
      falsification_tests:
        - id: FALSIFY-SM-001
          rule: "Normalization"
          prediction: "the weights sum to 1"
          if_fails: "the maximum is not subtracted"
          binds_to: [softmax, softmax/sums_to_one]
          test: ⟪testFalsifySM001⟫
          domain: {inputs: {logits: {cases: 240, classes: [normal]}}, over: {max_abs_error: 240 f32}}
          checks: [{metric: max_abs_error, at_most: 1.0e-6}]
          orders: [sequential, reversed, sorted]
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
    guard context.contract.isStrict else { return [] }
    return context.falsifiers.compactMap { falsifier, _ in
      guard let test = falsifier.test else {
        return Finding(
          falsifier.id.range, "the falsifier `\(falsifier.id.value)` names no test",
          help: "add `test: MODULE.CLASS/METHOD`, for instance `Falsifiers.FalsifyDot/testFalsifyDot001`")
      }
      guard TestReference(test.value) == nil else { return nil }
      return Finding(
        test.range, "`\(test.value.prefix(60))` is not the name of a test",
        help: "write MODULE.CLASS/METHOD, for instance `Falsifiers.FalsifyDot/testFalsifyDot001`")
    }
  }
}
