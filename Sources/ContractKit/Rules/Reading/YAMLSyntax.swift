extension Rule {
  static let yamlSyntax = Rule(
    "yaml-syntax", .reading, .error,
    reason: "a text that is not YAML says nothing at all",
    failing: .complete(
      """
      equations:
        softmax:
          formula: "a"
         ⟪d⟫omain: "1 <= n"

      """),
    passing: RuleExample(
      """
      equations:
        softmax:
          formula: "a"
          domain: "1 <= n"
          invariants:
            - {id: sums_to_one, statement: "the weights sum to 1"}

      """))
}
