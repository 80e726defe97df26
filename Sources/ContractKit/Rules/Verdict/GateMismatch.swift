extension Rule {
  static let gateMismatch = Rule(
    "gate-mismatch", .verdict, .error, reason: "a gate's declared verdict is not the derived one",
    details: """
      A gate passes if and only if all that it requires holds: a falsifier that is DISCHARGED and not waived, a gate that \
      passes, a hypothesis that survives. `verdict_basis` says what that comes to, and `discharge_status`, which the \
      public format has in place of `verdict`, is the weakest status of what is required.
      """)
}
