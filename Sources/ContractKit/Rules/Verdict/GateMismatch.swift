extension Rule {
  static let gateMismatch = Rule(
    "gate-mismatch", .verdict, .error, reason: "a gate's declared verdict is not the derived one",
    details: """
      A gate passes if and only if every falsifier that it requires is DISCHARGED and not waived.
      """)
}
