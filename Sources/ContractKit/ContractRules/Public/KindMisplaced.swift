extension CheckedRule {
  static let kindMisplaced = Rule(
    "kind-misplaced", .contract, .strict,
    reason: "`kind` is read only under `metadata`, so a contract with `kind` elsewhere gets the default kind, `kernel`",
    covers: ["kind at top level"],
    failing: RuleExample(
      """
      ⟪kind⟫: registry

      """),
    passing: RuleExample(
      """
      metadata:
        format: pv/1
        version: "1.0.0"
        description: "Softmax"
        references: ["Bridle (1990)"]
        kind: kernel

      """)
  ).inContract { context in
    guard let entry = context.root.entry("kind") else { return [] }
    return [
      Finding(context.range(entry.key), "`kind` belongs in `metadata`", help: "move the line below `metadata:`")
    ]
  }
}
