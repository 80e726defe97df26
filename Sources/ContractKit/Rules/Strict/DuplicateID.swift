extension Rule {
  static let duplicateID = Rule(
    "duplicate-id", .contract, .strict,
    reason: "a name that two things share means neither",
    details: "Of invariants within an equation, and of obligations, gates and references within a contract.",
    failing: RuleExample(
      """
      equations:
        softmax:
          formula: "a"
          invariants:
            - {id: sums_to_one, statement: "the weights sum to 1"}
            - {id: ⟪sums_to_one⟫, statement: "the weights are positive"}

      """),
    passing: RuleExample(
      """
      equations:
        softmax:
          formula: "a"
          invariants:
            - {id: sums_to_one, statement: "the weights sum to 1"}
            - {id: positive, statement: "the weights are positive", not_falsified: "an example"}

      """)
  ) { context in
    let contract = context.contract
    let groups: [(what: String, ids: [Located<String>])] =
      contract.equations.indices.map { ("invariant", contract.equations[$0].writtenInvariantIDs) } + [
        ("obligation", contract.obligations.compactMap(\.id)), ("gate", contract.gates.map(\.id)),
        ("reference", contract.metadata.references.compactMap(\.id)),
      ]
    return groups.flatMap { group in
      context.repeated(group.ids) { id, _ in
        ("the \(group.what) id `\(id)` is taken", "give this \(group.what) an id of its own")
      }
    }
  }
}

extension Equation {
  /// The ids of the invariants that have one.
  fileprivate var writtenInvariantIDs: [Located<String>] {
    invariants.indices.filter { invariants[$0].hasWrittenID }.map { invariants[$0].id }
  }
}
