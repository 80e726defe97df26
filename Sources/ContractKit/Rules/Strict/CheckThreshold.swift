extension Rule {
  static let checkThreshold = Rule(
    "check-threshold", .contract, .strict,
    reason: "a threshold that is not a finite number, or not the metric's kind of value, compares with nothing",
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
          checks: [{metric: max_abs_error, at_most: ⟪.inf⟫}]
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
    context.checks.flatMap { check -> [Finding] in
      let metric = MetricName.component(of: check["metric"]?.text ?? "")
      return (CheckKey.conditions + [CheckKey.within]).compactMap { key in
        guard let entry = check.entry(key), let problem = ThresholdProblem(entry.value, key: key, metric: metric) else {
          return nil
        }
        let place = entry.value.offsets.isEmpty ? entry.key : entry.value
        return Finding(context.range(place), problem.message, help: problem.help)
      }
    }
  }
}
