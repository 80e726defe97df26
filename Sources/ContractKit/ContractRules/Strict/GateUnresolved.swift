extension CheckedRule {
  static let gateUnresolved = Rule(
    "gate-unresolved", .contract, .strict,
    reason: "a gate that requires something unknown can never pass, and a gate without requirements always passes",
    details: """
      Under `requires`, a gate lists the ids of falsifiers, other gates and hypotheses. These may be in any file.
      """,
    failing: RuleExample(
      """
      gates:
        - {id: GATE-SM-001, requires: [⟪FALSIFY-SM-01⟫]}

      """),
    passing: RuleExample(
      """
      gates:
        - {id: GATE-SM-001, requires: [FALSIFY-SM-001]}

      """)
  ).amongContracts { context in
    guard !context.contract.gates.isEmpty else { return [] }
    lazy var known = context.index.requirableSearch
    return context.contract.gates.flatMap { gate -> [Finding] in
      guard !gate.requires.isEmpty else {
        return [
          Finding(
            gate.id.range, "the gate `\(gate.id.value)` requires nothing",
            help: "add `requires:` with ids of falsifiers, gates or hypotheses")
        ]
      }
      return gate.requires.compactMap { id in
        guard !context.index.canBeRequired(id.value) else { return nil }
        return Finding(
          id.range, "there is no falsifier, gate or hypothesis `\(id.value)`",
          help: known.nearest(to: id.value).map { "did you mean `\($0)`?" }
            ?? "write the `id` of a falsifier, a gate or a hypothesis, of this file or another one")
      }
    }
  }
}
