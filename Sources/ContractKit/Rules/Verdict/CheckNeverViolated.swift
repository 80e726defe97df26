extension Rule {
  static let checkNeverViolated = Rule(
    "check-never-violated", .verdict, .error,
    reason: "a check that no mutant violates has never been seen to fail, and may be unable to",
    details: """
      Each check of a falsifier must be violated by at least one of its mutants, in the evidence. A metric that none \
      of them changes (a cosine if the only fault is a scale) sees nothing of what is claimed. A mutant whose outputs \
      are zeros, NaN or another constant throughout does not count: hardly any check could miss it.
      """)
}
