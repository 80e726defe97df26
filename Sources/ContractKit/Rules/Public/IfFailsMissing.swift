extension Rule {
  static let ifFailsMissing = Rule(
    "if-fails-missing", .contract, .strict,
    reason: "whoever sees the falsifier fail has to guess where to look",
    details: "Where the key is absent it is an error in every contract, as the public format has it.",
    covers: ["SCHEMA-009"],
    failing: RuleExample(
      """
      falsification_tests:
        - id: FALSIFY-SM-001
          rule: "Normalization"
          prediction: "the weights sum to 1"
          ⟪if_fails⟫: ""
          binds_to: [softmax, softmax/sums_to_one]
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

      """)
  ) { context in
    context.missing(
      "if_fails", in: context.falsifierNodes,
      { "the falsifier \($0.quotedID) does not say what a failure means" },
      help: "say in `if_fails` what is wrong, most likely, where the prediction fails"
    ).map { finding in
      // The public format accepts an empty diagnosis, but not its absence.
      var finding = finding
      if let place = finding.range, context.source.text(place) != "if_fails" { finding.severity = .error }
      return finding
    }
  }
}
