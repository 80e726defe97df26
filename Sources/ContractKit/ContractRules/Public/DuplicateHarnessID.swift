extension CheckedRule {
  static let duplicateHarnessID = Rule(
    "duplicate-harness-id", .contract, .error,
    reason: """
      results are reported under a harness's id, so one of two harnesses with the same id would be taken for the other
      """,
    covers: ["SCHEMA-010"],
    failing: RuleExample(
      """
      kani_harnesses:
        - {id: KANI-SM-001, obligation: SM-INV-001, bound: 8}
        - {id: ⟪KANI-SM-001⟫, obligation: SM-INV-002, bound: 8}

      """),
    passing: RuleExample(
      """
      kani_harnesses:
        - id: KANI-SM-001
          obligation: SM-INV-001
          bound: 8

      """)
  ).inContract { context in
    context.repeated(context.harnessNodes.values("id")) { id, _ in
      ("the harness id `\(id)` is taken", "give this harness an id of its own")
    }
  }
}
