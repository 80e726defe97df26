extension CheckedRule {
  static let duplicateFormal = Rule(
    "duplicate-formal", .contract, .warning,
    reason: "two obligations with the same `formal` predicate are a single obligation that is counted twice",
    covers: ["SCHEMA-006"],
    failing: RuleExample(
      """
      proof_obligations:
        - type: invariant
          property: "the weights sum to 1"
          formal: "sum_i y_i = 1"
          applies_to: softmax/sums_to_one
        - type: bound
          property: "no weight exceeds 1"
          formal: ⟪"sum_i y_i = 1"⟫
          applies_to: softmax

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
    context.repeated(context.obligationNodes.values("formal")) { text, first in
      (
        "another obligation has the predicate `\(text)`, too",
        "correct this one, or merge the two if they say the same"
      )
    }
  }
}
