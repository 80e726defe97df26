extension CheckedRule {
  static let duplicateHarnessID = Rule(
    "duplicate-harness-id", .contract, .error,
    reason: """
      results are reported under a harness's id, so if two harnesses share an id, nobody knows whose result is meant
      """,
    details: "A harness is an entry under `kani_harnesses`: a proof that Kani, a model checker for Rust, runs.",
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
