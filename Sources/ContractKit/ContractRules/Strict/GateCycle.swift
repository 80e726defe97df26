extension CheckedRule {
  static let gateCycle = Rule(
    "gate-cycle", .contract, .strict,
    reason: "if gates require one another in a circle, each would pass only because the others do",
    details: "Gates in such a circle therefore fail.",
    failing: RuleExample(
      """
      gates:
        - {id: GATE-SM-001, requires: [FALSIFY-SM-001, ⟪GATE-SM-002⟫]}
        - {id: GATE-SM-002, requires: [GATE-SM-001]}

      """),
    passing: RuleExample(
      """
      gates:
        - {id: GATE-SM-001, requires: [FALSIFY-SM-001]}
        - {id: GATE-SM-002, requires: [GATE-SM-001]}

      """)
  ).amongContracts { context in
    context.contract.gates.compactMap { gate in
      guard let cycle = context.index.gateCycle(through: gate.id.value),
        // Each cycle is told once, at the first of its gates by id.
        cycle.min(by: Files.utf8Order) == gate.id.value,
        let next = gate.requires.first(where: { $0.value == cycle.dropFirst().first ?? cycle[0] })
      else { return nil }
      let related = cycle.dropFirst().compactMap { id in
        context.index.gatePlace(id).map { place in
          Diagnostic.Related(message: "through `\(id)`", path: place.path, range: place.range)
        }
      }
      return Finding(
        next.range, "`requires` forms a circle: \((cycle + [cycle[0]]).joined(separator: " -> "))",
        help: "remove one of the requirements", related: related)
    }
  }
}
