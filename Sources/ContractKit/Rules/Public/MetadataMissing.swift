extension Rule {
  static let metadataMissing = Rule(
    "metadata-missing", .contract, .error,
    reason: "without metadata nobody knows the version, the sources or the format of a contract",
    failing: RuleExample.complete(
      """
      ⟪equations⟫:
        softmax: {formula: "a", not_falsified: "an example"}

      """),
    passing: RuleExample(
      """
      metadata:
        format: pv/1
        version: "1.0.0"
        description: "Softmax"
        references: ["Bridle (1990)"]

      """)
  ) { context in
    guard context.root["metadata"] == nil else { return [] }
    return [
      Finding(
        context.section("metadata"), "the contract has no `metadata`",
        help: "add `metadata:` with `version`, `description` and `references`")
    ]
  }
}
