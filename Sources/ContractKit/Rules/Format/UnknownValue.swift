extension Rule {
  static let unknownValue = Rule(
    "unknown-value", .format, .strict,
    reason: "nothing understands a word outside the vocabulary",
    failing: RuleExample(
      """
      proof_obligations:
        - type: ⟪equivalance⟫
          property: "SIMD matches scalar"
          applies_to: softmax

      """),
    passing: RuleExample(
      """
      proof_obligations:
        - type: equivalence
          property: "SIMD matches scalar"
          applies_to: softmax

      """))
}
