extension Rule {
  static let blockedUnjustified = Rule(
    "blocked-unjustified", .contract, .strict,
    reason: "a falsifier that could run, and is declared blocked, hides what it would show",
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
          discharge_status: ⟪BLOCKED⟫

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
          needs: [{isa: avx512}]
          blocked: {reason: "no such machine", review: 2026-12-31}
          discharge_status: BLOCKED

      """)
  ) { context in
    context.falsifiers.flatMap { falsifier, _ -> [Finding] in
      var findings: [Finding] = []
      if let status = falsifier.status, status.value == "BLOCKED" {
        if falsifier.blocked == nil {
          findings.append(
            Finding(
              status.range, "BLOCKED without a reason", help: "add `blocked: {reason: \"...\", review: YYYY-MM-DD}`"))
        } else if falsifier.needs.isEmpty {
          findings.append(
            Finding(
              status.range, "BLOCKED, but nothing is needed",
              help: "say in `needs:` which weights or instruction set a run lacks"))
        }
      }
      return findings
    }
  }
}
