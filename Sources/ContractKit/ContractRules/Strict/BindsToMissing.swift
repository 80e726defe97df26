extension CheckedRule {
  static let bindsToMissing = Rule(
    "binds-to-missing", .contract, .strict,
    reason: "a falsifier that binds no clause can show no claim to be false",
    failing: RuleExample(
      """
      falsification_tests:
        - id: ⟪FALSIFY-SM-001⟫
          rule: "Normalization"
          prediction: "the weights sum to 1"
          if_fails: "the maximum is not subtracted"
          test: Falsifiers.FalsifySoftmax/testFalsifySM001
          domain: {inputs: {logits: {cases: 240, classes: [normal]}}, over: {max_abs_error: 240 f32}}
          checks: [{metric: max_abs_error, at_most: 1.0e-6}]
          orders: [sequential, reversed, sorted]
          mutants: [no_max]
      equations:
        softmax: {formula: "a", not_falsified: "an example"}

      """),
    passing: .falsifier()
  ).inContract { context in
    context.falsifiers.compactMap { falsifier, _ in
      guard context.contract.isExtended(falsifier), falsifier.bindsTo.isEmpty else { return nil }
      return Finding(
        falsifier.id.range, "the falsifier `\(falsifier.id.value)` binds no clause",
        help: context.contract.clauseHelp("add `binds_to:` with"))
    }
  }
}
