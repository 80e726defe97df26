extension Rule {
  static let keyNotText = Rule(
    "key-not-text", .reading, .error,
    reason: "a key that is a list or a mapping cannot be referred to",
    failing: RuleExample(
      """
      enforcement:
        ? ⟪[1, 2]⟫
        : {description: "sorted"}

      """),
    passing: RuleExample(
      """
      enforcement:
        sorted: {description: "sorted"}

      """))
}
