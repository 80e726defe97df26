extension Rule {
  static let statusMismatch = Rule(
    "status-mismatch", .verdict, .error,
    reason: "a declared discharge_status is not the one that contract and evidence give",
    details: """
      Both directions are errors: a status that claims more than the evidence shows, and one that lags behind it. \
      `pv verify --write` sets the derived status and changes no other byte. BLOCKED may be declared only if the \
      falsifier says what it needs, gives a reason and a review date that has not passed, and no evidence file exists.
      """)
}
