extension Rule {
  static let wrongType = Rule(
    "wrong-type", .format, .strict,
    reason: "a value of the wrong kind is not read as intended",
    details: "An error in every contract if the key belongs to the public format.",
    failing: RuleExample(
      """
      proof_obligations: ⟪none yet⟫

      """),
    passing: RuleExample(
      """
      proof_obligations: []

      """))
}
