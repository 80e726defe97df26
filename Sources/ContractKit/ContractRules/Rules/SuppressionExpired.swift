extension Rule {
  static let suppressionExpired = Rule(
    "suppression-expired", .settings, .error,
    reason: """
      a suppression's last day has passed, so either the finding must be fixed or the suppression is no longer needed
      """,
    details: """
      A suppression counts through the end of its last day, in UTC. `--as-of` sets the day on which contracts are \
      judged.
      """,
    failing: RuleExample(
      """
      equations:
        softmax:
          formula: "a"
          ⟪# pv:ignore near-miss-key until 2026-06-30: the generator is fixed in June⟫
          domain: "1 <= n"
          invariants: [{id: sums_to_one, statement: "the weights sum to 1"}]

      """),
    passing: RuleExample(
      """
      equations:
        softmax:
          formula: "a"
          # pv:ignore near-miss-key until 2099-12-31: the generator is fixed in its next release
          domian: "1 <= n"
          invariants: [{id: sums_to_one, statement: "the weights sum to 1"}]

      """))
}
