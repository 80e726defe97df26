extension Rule {
  static let yamlAlias = Rule(
    "yaml-alias", .reading, .error,
    reason: "a claim that is written elsewhere can change without a reader of this place noticing",
    failing: .complete(
      """
      metadata:
        format: pv/1
        version: &first "1.0.0"
        description: ⟪*first⟫
        references: ["Bridle (1990)"]
      equations:
        softmax: {formula: "a", not_falsified: "an example"}

      """),
    passing: RuleExample(""))
}
