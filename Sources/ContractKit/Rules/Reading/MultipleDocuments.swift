extension Rule {
  static let multipleDocuments = Rule(
    "multiple-documents", .reading, .error,
    reason: "a contract's id is the stem of its file, so a second document would have none",
    failing: .complete(
      """
      metadata: {format: pv/1, version: "1.0.0", description: "Softmax", references: ["Bridle (1990)"]}
      equations:
        softmax: {formula: "a", not_falsified: "an example"}
      ⟪---⟫
      metadata: {version: "1.0.0", description: "RoPE", references: ["Su (2021)"]}

      """),
    passing: RuleExample("---\n"))
}
