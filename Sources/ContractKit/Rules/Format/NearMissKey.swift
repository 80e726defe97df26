extension Rule {
  static let nearMissKey = Rule(
    "near-miss-key", .format, .strict,
    reason: "a misspelled key is silently dropped, and what it says is lost",
    details: "Keys that resemble no known key are kept and counted, so a contract can carry what its authors need.",
    covers: ["near-miss block name"],
    failing: RuleExample(
      """
      equations:
        softmax:
          formula: "a"
          ⟪domian⟫: "1 <= n"
          invariants: [{id: sums_to_one, statement: "the weights sum to 1"}]

      """),
    passing: RuleExample(
      """
      equations:
        softmax:
          formula: "a"
          domain: "1 <= n"
          tuning_notes: "an unknown key is kept"
          invariants: [{id: sums_to_one, statement: "the weights sum to 1"}]

      """))
}
