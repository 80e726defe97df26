extension Rule {
  static let suppressionUnused = Rule(
    "suppression-unused", .settings, .warning,
    reason: "a suppression without a finding would hide the next finding in that place",
    failing: RuleExample(
      """
      equations:
        softmax:
          formula: "a"
          ⟪# pv:ignore near-miss-key until 2099-12-31: the generator is fixed in its next release⟫
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
