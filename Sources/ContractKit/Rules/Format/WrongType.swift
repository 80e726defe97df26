extension Rule {
  static let wrongType = Rule(
    "wrong-type", .format, .strict,
    reason: "a value of the wrong kind is not read as it was meant",
    details: "An error in every contract where the key is one of the public format's.",
    failing: RuleExample(
      """
      proof_obligations: ⟪none yet⟫

      """),
    passing: RuleExample(
      """
      proof_obligations: []

      """))
}
