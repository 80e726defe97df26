extension Rule {
  static let gateUnresolved = Rule(
    "gate-unresolved", .contract, .strict,
    reason: "a gate that requires an unknown falsifier can never pass, and one that requires none always does",
    failing: RuleExample(
      """
      gates:
        - {id: GATE-SM-001, requires: [⟪FALSIFY-SM-01⟫]}

      """),
    passing: RuleExample(
      """
      gates:
        - {id: GATE-SM-001, requires: [FALSIFY-SM-001]}

      """),
    names: { context in
      guard !context.contract.gates.isEmpty else { return [] }
      var falsifiers = NameSearch(context.index.falsifierIDs)
      return context.contract.gates.flatMap { gate -> [Finding] in
        guard !gate.requires.isEmpty else {
          return [
            Finding(
              gate.id.range, "the gate `\(gate.id.value)` requires nothing",
              help: "add `requires:` with ids of falsifiers")
          ]
        }
        return gate.requires.compactMap { id in
          guard context.index.falsifierPlace(id.value) == nil else { return nil }
          return Finding(
            id.range, "there is no falsifier `\(id.value)`",
            help: falsifiers.nearest(to: id.value).map { "did you mean `\($0)`?" }
              ?? "write the `id` of a falsifier under `falsification_tests`, here or in another contract")
        }
      }
    })
}
