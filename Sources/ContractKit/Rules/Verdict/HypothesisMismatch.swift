extension Rule {
  static let hypothesisMismatch = Rule(
    "hypothesis-mismatch", .verdict, .error, reason: "a hypothesis's declared state is not the one that evidence gives",
    details: """
      The state is `falsified` where fresh evidence contradicts a prediction, `undecidable` where a rival stands and \
      nothing that is still to be tried tells the two apart, `survives` where evidence could have contradicted it, and \
      `untested` otherwise. `pv verify --write` sets it and changes no other byte; `pv hypotheses` shows what decided it.
      """)
}
