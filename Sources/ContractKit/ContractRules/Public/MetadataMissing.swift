extension CheckedRule {
  static let metadataMissing = Rule(
    "metadata-missing", .contract, .error,
    reason: "without metadata, nobody knows the version, the sources or the format of a contract",
    failing: .complete(
      """
      ⟪equations⟫:
        softmax: {formula: "a"}
      falsification_tests:
        - id: FALSIFY-SM-001
          rule: "Normalization"
          prediction: "the weights sum to 1"
          if_fails: "the maximum is not subtracted"
          binds_to: softmax
          domain: {inputs: {logits: {cases: 240, classes: [normal]}}, over: {max_abs_error: 240 f32}}
          checks: [{metric: max_abs_error, at_most: 1.0e-6}]
          orders: [sequential, reversed, sorted]
          mutants: [no_max]
      qa_gate: {id: F-SM-001, name: "Softmax"}

      """),
    passing: RuleExample(
      """
      metadata:
        format: pv/1
        version: "1.0.0"
        description: "Softmax"
        references: ["Bridle (1990)"]

      """)
  ).inContract { context in
    guard context.root["metadata"] == nil else { return [] }
    return [
      Finding(
        context.section("metadata"), "the contract has no `metadata`",
        help: "add `metadata:` with `version`, `description` and `references`")
    ]
  }
}
