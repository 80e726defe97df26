extension CheckedRule {
  static let propertyMissing = Rule(
    "property-missing", .contract, .error,
    reason: "an obligation that does not say what must hold obliges nobody",
    covers: ["SCHEMA-005"],
    failing: RuleExample(
      """
      proof_obligations:
        - type: invariant
          ⟪property⟫: ""
          applies_to: softmax/sums_to_one

      """),
    passing: RuleExample(
      """
      proof_obligations:
        - type: invariant
          property: "the weights sum to 1"
          formal: "sum_i y_i = 1"
          applies_to: softmax/sums_to_one

      """)
  ).inContract { context in
    context.missing(
      "property", in: context.obligationNodes, { _ in "the obligation says nothing" },
      help: "say in `property` what must hold")
  }
}
