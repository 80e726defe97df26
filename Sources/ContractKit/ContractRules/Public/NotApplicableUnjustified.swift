extension CheckedRule {
  static let notApplicableUnjustified = Rule(
    "not-applicable-unjustified", .contract, .strict,
    reason: """
      nobody looks again at something that is declared not applicable, so the contract must give a reason and an owner
      """,
    covers: ["not_applicable needs reason and owner"],
    failing: RuleExample(
      """
      proof_obligations:
        - type: equivalence
          property: "SIMD matches scalar"
          applies_to: softmax
          ⟪not_applicable⟫: true

      """),
    passing: RuleExample(
      """
      proof_obligations:
        - type: equivalence
          property: "SIMD matches scalar"
          applies_to: softmax
          not_applicable: {reason: "one path only", owner: "kernels"}

      """)
  ).inContract { context in
    context.entries(named: "not_applicable").compactMap { entry in
      guard entry.value.isBlank("reason") || entry.value.isBlank("owner") else { return nil }
      return Finding(
        context.range(entry.key), "`not_applicable` needs a reason and an owner",
        help: "write `not_applicable: {reason: \"...\", owner: \"...\"}`")
    }
  }
}
