extension CheckedRule {
  static let referenceUnresolved = Rule(
    "reference-unresolved", .contract, .strict,
    reason: "an equation can cite only sources that are listed under the contract's `references`",
    failing: RuleExample(
      """
      metadata:
        format: pv/1
        version: "1.0.0"
        description: "Softmax"
        references: [{id: bridle1990, text: "Bridle (1990)"}]
      equations:
        softmax:
          formula: "a"
          references: [⟪bridle1991⟫]
          invariants: [{id: sums_to_one, statement: "the weights sum to 1"}]

      """),
    passing: RuleExample(
      """
      metadata:
        format: pv/1
        version: "1.0.0"
        description: "Softmax"
        references: [{id: bridle1990, text: "Bridle (1990)"}]
      equations:
        softmax:
          formula: "a"
          references: [bridle1990]
          invariants: [{id: sums_to_one, statement: "the weights sum to 1"}]

      """)
  ).inContract { context in
    var known = NameSearch(context.contract.metadata.references.compactMap(\.id?.value))
    return context.equations.flatMap { equation in
      equation.references.compactMap { reference in
        guard !known.contains(reference.value) else { return nil }
        return Finding(
          reference.range, "no reference has the id `\(reference.value)`",
          help: known.help(for: reference.value)
            ?? "give the reference an id: `{id: NAME, text: \"...\"}`")
      }
    }
  }
}
