extension Rule {
  static let mutantName = Rule(
    "mutant-name", .contract, .strict,
    reason: "mutants are found in the registry by their names, one for each fault",
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
          mutants: [no_max, ⟪no max⟫]

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
    context.falsifiers.flatMap { falsifier, _ -> [Finding] in
      var seen: Set<String> = []
      return falsifier.mutants.compactMap { mutant in
        guard Identifier.isMutantName(mutant.value) else {
          return Finding(
            mutant.range, "`\(mutant.value)` cannot be a mutant's name",
            help: "use lower-case letters, digits and `_`: `\(Identifier.mutantName(from: mutant.value))`")
        }
        guard !seen.insert(mutant.value).inserted else { return nil }
        return Finding(mutant.range, "the mutant `\(mutant.value)` is named twice", help: "remove one of them")
      }
    }
  }
}
