extension Rule {
  static let falsifierPending = Rule(
    "falsifier-pending", .verdict, .note, reason: "a falsifier is PENDING, as its contract says",
    details: """
      Nothing is wrong, and nothing is shown either: the finding says why, and what to run. A PENDING falsifier \
      counts as neither judged nor holding.
      """)
}
