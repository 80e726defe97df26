extension Rule {
  static let bindsToUnresolved = Rule(
    "binds-to-unresolved", .contract, .strict,
    reason: "a binding to a clause that does not exist leaves the clause that was meant without a falsifier",
    details:
      "A clause is written EQUATION or EQUATION/INVARIANT; CONTRACT# before it names another contract, which must be in `depends_on`.",
    failing: RuleExample(
      """
      falsification_tests:
        - id: FALSIFY-SM-001
          rule: "Normalization"
          prediction: "the weights sum to 1"
          if_fails: "the maximum is not subtracted"
          binds_to: [softmax, softmax/sums_to_one, ⟪softmax/sum_to_one⟫]
          test: Falsifiers.FalsifySoftmax/testFalsifySM001
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

      """),
    names: { context in
      guard !context.contract.falsifiers.isEmpty else { return [] }
      var clauses = ClauseNames(context)
      return context.contract.falsifiers.flatMap { falsifier in
        falsifier.bindsTo.compactMap { binding in
          guard let problem = clauses.problem(binding.value) else { return nil }
          return Finding(binding.range, problem.message, help: problem.help)
        }
      }
    })
}
