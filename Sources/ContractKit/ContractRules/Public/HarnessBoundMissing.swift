extension CheckedRule {
  static let harnessBoundMissing = Rule(
    "harness-bound-missing", .contract, .warning,
    reason: "a harness is a bounded model check; without a bound, the check does not end, or checks nothing",
    covers: ["SCHEMA-012"],
    failing: RuleExample(
      """
      kani_harnesses:
        - ⟪id⟫: KANI-SM-001
          obligation: SM-INV-001

      """),
    passing: RuleExample(
      """
      kani_harnesses:
        - id: KANI-SM-001
          obligation: SM-INV-001
          bound: 8

      """)
  ).inContract { context in
    context.missing(
      "bound", in: context.harnessNodes, { "the harness \($0.quotedID) has no bound" },
      help: "add `bound:` with the number of unwindings")
  }
}
