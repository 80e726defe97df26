/// What must be verified again where a contract changes.
package struct ContractImpact: Sendable {
  /// The contract that changes.
  package let id: String
  /// The contracts that are built on it, directly or through others, in their order.
  package let contracts: [String]
  /// The falsifiers of all of these contracts and its own.
  package let falsifiers: [Falsifier]
  /// The gates that require one of the falsifiers, wherever they stand.
  package let gates: [String]

  /// The impact of a contract among others; nil where it is not among them.
  package init?(of id: String, in graph: ContractGraph) {
    guard graph.contracts.contains(where: { $0.id == id }) else { return nil }
    self.id = id
    let touched = graph.dependents(of: id)
    contracts = graph.contracts.map(\.id).filter(touched.contains)
    falsifiers = graph.contracts.filter { $0.id == id || touched.contains($0.id) }.flatMap(\.falsifiers)
    let ids = Set(falsifiers.map(\.id.value))
    gates = graph.contracts.flatMap(\.gates).filter { gate in gate.requires.contains { ids.contains($0.value) } }
      .map(\.id.value)
  }

  /// Contracts, falsifiers with the commands that run them, and gates.
  package var text: String {
    var lines = ["\(id): \(Plural.count(contracts.count, "contract")) built on it"]
    lines += contracts.map { "  \($0)" }
    lines.append("\(Plural.count(falsifiers.count, "falsifier")) to run again")
    lines += falsifiers.map { falsifier in
      return "  \(falsifier.id.value)  \(falsifier.command ?? "(names no test)")"
    }
    lines.append("\(Plural.count(gates.count, "gate")) to judge again")
    lines += gates.map { "  \($0)" }
    return lines.map { SafeText.line($0) + "\n" }.joined()
  }

  /// The same for programs.
  package var json: JSON {
    .object([
      "schema": .string("pv-impact/1"), "contract": .string(id), "contracts": .array(contracts.map(JSON.string)),
      "falsifiers": .array(
        falsifiers.map {
          .object([
            "id": .string($0.id.value), "test": $0.test.map { .string($0.value) } ?? .null,
            "run": .array($0.run.map { .string($0.value) }),
          ])
        }),
      "gates": .array(gates.map(JSON.string)),
    ])
  }
}
