extension Rule {
  static let notAContract = Rule(
    "not-a-contract", .reading, .error,
    reason: "a file in a folder of contracts that is none would count as one without claims",
    failing: .complete(
      """
      ⟪version⟫: "1.0.0"
      bindings: []

      """),
    passing: RuleExample("bindings: []\n"))
}
