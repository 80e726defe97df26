extension Rule {
  static let notAContract = Rule(
    "not-a-contract", .reading, .error,
    reason: "a file that is not a contract would count as a contract without claims",
    failing: .complete(
      """
      ⟪version⟫: "1.0.0"
      bindings: []

      """),
    passing: RuleExample("bindings: []\n"))
}
