extension Rule {
  static let wrongType = Rule(
    "wrong-type", .format, .strict,
    reason: "a value of another kind than its key takes is not read as what it was meant to be",
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
