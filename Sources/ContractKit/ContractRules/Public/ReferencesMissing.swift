extension CheckedRule {
  static let referencesMissing = Rule(
    "references-missing", .contract, .error,
    reason: "a claim without a source cannot be checked against anything",
    covers: ["SCHEMA-001"],
    failing: RuleExample(
      """
      ⟪metadata⟫:
        format: pv/1
        version: "1.0.0"
        description: "Softmax"

      """),
    passing: RuleExample(
      """
      metadata:
        format: pv/1
        version: "1.0.0"
        description: "Softmax"
        references: ["Bridle (1990)"]

      """)
  ).inContract { context in
    guard let metadata = context.root["metadata"], metadata.isBlank("references") else { return [] }
    let place = metadata.entry("references").map { context.range($0.key) } ?? context.section("metadata")
    return [
      Finding(
        place, "the contract cites no reference",
        help: "add the paper, specification or result: `references: [\"Author (year) Title\"]`")
    ]
  }
}
