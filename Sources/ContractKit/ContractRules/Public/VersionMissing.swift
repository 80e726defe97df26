extension CheckedRule {
  static let versionMissing = Rule(
    "version-missing", .contract, .error,
    reason: "without a version, nobody can say which claims were verified",
    covers: ["SCHEMA-002"],
    failing: RuleExample(
      """
      metadata:
        format: pv/1
        ⟪version⟫: ""
        description: "Softmax"
        references: ["Bridle (1990)"]

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
    guard let metadata = context.root["metadata"], metadata.isBlank("version") else { return [] }
    let place = metadata.entry("version").map { context.range($0.key) } ?? context.section("metadata")
    return [Finding(place, "the contract has no version", help: "add `version: \"1.0.0\"` to `metadata`")]
  }
}
