extension CheckedRule {
  package static let qaGateMissing = Rule(
    "qa-gate-missing", .contract, .warning,
    reason: "without a gate, nothing says when the contract as a whole is met",
    details: """
      This rule applies only to the public format. In pv/1, `gates` in this contract or in another one say when a \
      contract is met. If most contracts have no gate, a single note, `feature-unused`, replaces these findings.
      """,
    covers: ["SCHEMA-013"],
    failing: RuleExample(files: [
      .init(
        "contracts/softmax-v1.yaml",
        """
        ⟪metadata⟫:
          version: "1.0.0"
          description: "Softmax"
          references: ["Bridle (1990)"]

        """),
      .init(
        "contracts/exponential-v1.yaml",
        """
        equations:
          exponential: {formula: "e^x", not_falsified: "an example"}
        falsification_tests: []
        faults: []
        metadata:
          version: "1.0.0"
          description: "The exponential"
          references: ["Tang (1989)"]
        qa_gate:
          id: F-EXP-001
          name: "Exponential"
          checks: ["accuracy"]

        """),
    ]),
    passing: RuleExample(
      """
      metadata:
        version: "1.0.0"
        description: "Softmax"
        references: ["Bridle (1990)"]
      qa_gate:
        id: F-SM-001
        name: "Softmax"
        checks: ["normalization"]

      """)
  ).inContract { context in
    // Whoever writes a format, misspelled or not, does not write the public one.
    guard context.root["metadata"]?["format"] == nil, context.root.isBlank("qa_gate"), context.contract.gates.isEmpty
    else { return [] }
    return [
      Finding(
        context.section("qa_gate"), "the contract has no gate",
        help: "add `qa_gate:` with `id`, `name` and `checks`, or `gates:` as in pv/1")
    ]
  }
}
