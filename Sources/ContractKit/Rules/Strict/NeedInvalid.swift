extension Rule {
  static let needInvalid = Rule(
    "need-invalid", .contract, .strict,
    reason: "a run on other weights than the contract means shows nothing about it",
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
          needs: [{⟪weights⟫: qwen2-1.5b-q4k}]

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
          needs: [{isa: avx2}]

      """)
  ) { context in
    context.falsifierNodes.flatMap { $0.elements("needs") }.compactMap { need in
      let kinds = Falsifier.Need.Kind.allCases.map(\.rawValue).filter { !need.isBlank($0) }
      guard kinds.count == 1 else {
        return Finding(context.head(need), "a need names either `weights` or `isa`", help: "write one of the two")
      }
      guard kinds == ["weights"] else { return nil }
      if let digest = need["sha256"]?.text, Identifier.isSHA256(digest) { return nil }
      let place = need["sha256"] ?? need.entry("weights")?.key ?? need
      return Finding(
        context.range(place), "the weights have no digest",
        help: "add `sha256:` with 64 hex digits, as sha256sum prints them")
    }
  }
}
