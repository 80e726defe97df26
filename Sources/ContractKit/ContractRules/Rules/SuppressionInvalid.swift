extension Rule {
  static let suppressionInvalid = Rule(
    "suppression-invalid", .settings, .error,
    reason: "a suppression that is not written correctly suppresses nothing, but looks as if it did",
    details: """
      Write the comment at the end of the finding's line, or on a line of its own above it: `# pv:ignore RULE until \
      YYYY-MM-DD: REASON`. One comment lets one finding pass. The report counts this finding, and `pv validate \
      --verbose` lists it. Suppressions affect only `pv validate`. `pv verify` ignores them: it does not judge a \
      contract that has an error, even if a comment suppresses that error.
      """,
    failing: RuleExample(
      """
      equations:
        softmax:
          formula: "a"
          ⟪# pv:ignore near-miss-key: the generator is fixed in its next release⟫
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
