extension Rule {
  static let duplicateKey = Rule(
    "duplicate-key", .reading, .error,
    reason: "readers keep the first value or the last, so the contract says two things",
    covers: ["duplicate mapping key"],
    failing: RuleExample(
      """
      equations:
        softmax:
          formula: "a"
          ⟪formula⟫: "b"
          invariants: [{id: sums_to_one, statement: "the weights sum to 1"}]

      """),
    passing: RuleExample(
      """
      equations:
        softmax:
          formula: "a"
          invariants: [{id: sums_to_one, statement: "the weights sum to 1"}]

      """))
}
