extension CheckedRule {
  package static let clauseUnbound = Rule(
    "clause-unbound", .contract, .strict,
    reason: "a clause that no falsifier binds is believed, not tested",
    details: """
      Only falsifiers of the clause's own contract count. A clause that gives a reason under `not_falsified` needs no \
      falsifier. If no falsifier of a contract in the public format binds any clause, there is one finding for the \
      contract instead of one for each clause. If most contracts of a project bind no clause, a single note, \
      `feature-unused`, replaces these findings.
      """,
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
  ).inContract { context in
    let contract = context.contract
    // A binding that is misspelled is a finding of its own, and binds what it resembles.
    var names = context.falsifiers.isEmpty ? nil : MeantClauses(contract)
    let bound = Set(
      context.falsifiers.flatMap(\.falsifier.bindsTo).compactMap { ClauseReference(names?.meant($0.value) ?? $0.value) }
        .filter { [nil, contract.id].contains($0.contract) }
        .map { ClauseReference(equation: $0.equation, invariant: $0.invariant) })
    if !contract.isStrict && bound.isEmpty {
      let equations = contract.equations.count { $0.notFalsified == nil }
      let invariants = contract.equations.reduce(0) { $0 + $1.unjustifiedInvariants.count }
      guard let first = contract.firstUnjustifiedClause else { return [] }
      return [
        Finding(
          context.section("equations"),
          "no falsifier binds any of \(equations) equations and \(invariants) invariants",
          help:
            "add `binds_to:` to the falsifiers, for instance `binds_to: \(first)`, or say why not: `not_falsified: \"...\"`"
        )
      ]
    }
    return contract.unjustifiedClauses.filter { !bound.contains($0.reference) }.map { clause in
      Finding(
        clause.range, "no falsifier binds `\(clause.reference)`",
        help: "bind it by `binds_to:`, or say why not: `not_falsified: \"...\"`")
    }
  }
}
