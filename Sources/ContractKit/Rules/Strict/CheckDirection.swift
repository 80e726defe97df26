extension Rule {
  static let checkDirection = Rule(
    "check-direction", .contract, .warning,
    reason: "a bound on the side where results get better forbids only good results",
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
          checks: [{metric: max_abs_error, ⟪at_least⟫: 1.0e-6}]
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
    context.checks.compactMap { check in
      let metric = MetricName.component(of: check["metric"]?.text ?? "")
      if MetricName.smallerIsBetter.contains(metric), let entry = check.entry(CheckKey.atLeast) {
        return Finding(
          context.range(entry.key), "`at_least` demands that `\(metric)` is large",
          help: "write `at_most`; to show a difference, demand `bits_differing` at least 1")
      }
      if MetricName.largerIsBetter.contains(metric), let entry = check.entry(CheckKey.atMost) {
        return Finding(
          context.range(entry.key), "`at_most` demands that `\(metric)` is small", help: "write `at_least`")
      }
      return nil
    }
  }
}
