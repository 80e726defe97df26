extension Rule {
  static let clauseUnbound = Rule(
    "clause-unbound", .contract, .strict,
    reason: "a clause that no falsifier binds is believed, not tested",
    details:
      "The falsifiers of the contract itself count. Where a contract in the public format binds nothing at all, that is said once.",
    failing: RuleExample(
      """
      equations:
        softmax:
          formula: "a"
          invariants:
            - {id: sums_to_one, statement: "the weights sum to 1"}
            - {id: ⟪positive⟫, statement: "the weights are positive"}

      """),
    passing: RuleExample(
      """
      equations:
        softmax:
          formula: "a"
          invariants:
            - {id: sums_to_one, statement: "the weights sum to 1"}
            - {id: positive, statement: "the weights are positive", not_falsified: "follows from the formula"}

      """)
  ) { context in
    let contract = context.contract
    // A binding that is misspelt is a finding of its own, and binds what it resembles.
    var names = context.falsifiers.isEmpty ? nil : MeantClauses(contract)
    let bound = Set(
      context.falsifiers.flatMap(\.falsifier.bindsTo).compactMap { ClauseReference(names?.meant($0.value) ?? $0.value) }
        .filter { [nil, contract.id].contains($0.contract) }
        .map { ClauseReference(equation: $0.equation, invariant: $0.invariant) })
    if !contract.isStrict && bound.isEmpty {
      guard let first = contract.equations.first else { return [] }
      let invariants = contract.invariantCount
      return [
        Finding(
          context.section("equations"),
          "no falsifier binds any of \(contract.equations.count) equations and \(invariants) invariants",
          help: "add `binds_to:` to the falsifiers, for instance `binds_to: \(first.id.value)`")
      ]
    }
    return contract.unjustifiedClauses.filter { !bound.contains($0.reference) }.map { clause in
      Finding(
        clause.range, "no falsifier binds `\(clause.reference)`",
        help: "bind it by `binds_to:`, or say why not: `not_falsified: \"...\"`")
    }
  }
}
