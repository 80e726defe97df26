extension CheckedRule {
  static let harnessObligationMissing = Rule(
    "harness-obligation-missing", .contract, .error,
    reason: "a harness that names no obligation proves nothing that was claimed",
    covers: ["SCHEMA-011"],
    failing: RuleExample(
      """
      kani_harnesses:
        - ⟪id⟫: KANI-SM-001
          bound: 8

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
      "obligation", in: context.harnessNodes, { "the harness \($0.quotedID) names no obligation" },
      help: "add `obligation:` with the id of what it checks")
  }
}
