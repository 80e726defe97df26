extension CheckedRule {
  static let dependsOnCycle = Rule(
    "depends-on-cycle", .contract, .strict,
    reason: "if contracts depend on one another, each is believed only because the others are",
    failing: RuleExample(
      files: [
        .init(
          "contracts/softmax-v1.yaml",
          """
          metadata:
            format: pv/1
            version: "1.0.0"
            description: "Softmax"
            references: ["Bridle (1990)"]
            depends_on: [⟪softmax-v1⟫]

          """)
      ]),
    passing: RuleExample(
      """
      metadata:
        format: pv/1
        version: "1.0.0"
        description: "Softmax"
        references: ["Bridle (1990)"]

      """)
  ).amongContracts { context in
    guard let cycle = context.index.cycle(through: context.contract.id),
      // Each cycle is told once, at the first of its contracts by id.
      cycle.min(by: Files.utf8Order) == context.contract.id,
      let next = context.contract.metadata.dependsOn.first(where: { $0.value == cycle.dropFirst().first ?? cycle[0] })
    else { return [] }
    let related = cycle.dropFirst().compactMap { id -> Diagnostic.Related? in
      guard let contract = context.index.contract(id) else { return nil }
      return .init(
        message: "through `\(id)`", path: contract.path, range: contract.metadata.dependsOn.first?.range)
    }
    return [
      Finding(
        next.range, "`depends_on` forms a circle: \((cycle + [cycle[0]]).joined(separator: " -> "))",
        help: "remove one of the dependencies", related: related)
    ]
  }
}
