extension Rule {
  static let mutantsMissing = Rule(
    "mutants-missing", .contract, .strict,
    reason: "a falsifier that was never seen to fail may be unable to",
    failing: RuleExample(
      """
      falsification_tests:
        - id: ⟪FALSIFY-SM-001⟫
          rule: "Normalization"
          prediction: "the weights sum to 1"
          if_fails: "the maximum is not subtracted"
          binds_to: [softmax, softmax/sums_to_one]
          test: Falsifiers.FalsifySoftmax/testFalsifySM001
          domain: {inputs: {logits: {cases: 240, classes: [normal]}}, over: {max_abs_error: 240 f32}}
          checks: [{metric: max_abs_error, at_most: 1.0e-6}]
          orders: [sequential, reversed, sorted]

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
    // What the contract's faults name first is tried first.
    let example = context.contract.faults.lazy.flatMap(\.mutants).first?.value ?? "off_by_one"
    return context.falsifiers.compactMap { falsifier, _ in
      guard context.contract.isExtended(falsifier), falsifier.mutants.isEmpty else { return nil }
      return Finding(
        falsifier.id.range, "the falsifier `\(falsifier.id.value)` names no mutant",
        help: "add `mutants:` with the wrong kernels that the checks must catch, for instance `mutants: [\(example)]`")
    }
  }
}
