extension CheckedRule {
  static let parentNotADependency = Rule(
    "parent-not-a-dependency", .contract, .strict,
    reason: """
      a contract must be judged again whenever the contract that it refines changes, so `depends_on` must list that \
      contract
      """,
    covers: ["parent_contract in depends_on"],
    failing: RuleExample(
      """
      proof_obligations:
        - type: subcontract
          property: "weaker precondition"
          applies_to: softmax
          parent_contract: ⟪attention-v1⟫

      """),
    passing: RuleExample(
      """
      proof_obligations:
        - type: precondition
          property: "n is positive"
          applies_to: softmax

      """)
  ).inContract { context in
    var dependencies = NameSearch(context.contract.metadata.dependsOn.map(\.value))
    return context.obligationNodes.compactMap { item in
      guard let parent = item["parent_contract"], let id = parent.text, !dependencies.contains(id) else { return nil }
      return Finding(
        context.range(parent), "`\(id)` is not in `depends_on`", help: "add it to `depends_on` in `metadata`")
    }
  }
}
