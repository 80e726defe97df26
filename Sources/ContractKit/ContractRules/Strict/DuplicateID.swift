extension CheckedRule {
  static let duplicateID = Rule(
    "duplicate-id", .contract, .strict,
    reason: "a name that two things share identifies neither",
    details: """
      This applies to invariants within an equation, and to obligations, gates and references within a contract.
      """,
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
  ).inContract { context in
    func repeated(_ what: String, _ ids: [Located<String>]) -> [Finding] {
      context.repeated(ids) { id, _ in ("the \(what) id `\(id)` is taken", "give this \(what) an id of its own") }
    }
    let contract = context.contract
    return contract.equations.flatMap { repeated("invariant", $0.writtenInvariantIDs) }
      + repeated("obligation", contract.obligations.indices.compactMap { contract.obligations[$0].id })
      + repeated("gate", contract.gates.map(\.id))
      + repeated("reference", contract.metadata.references.compactMap(\.id))
  }
}

extension Equation {
  /// The ids of the invariants that have one.
  fileprivate var writtenInvariantIDs: [Located<String>] {
    invariants.indices.filter { invariants[$0].hasWrittenID }.map { invariants[$0].id }
  }
}
