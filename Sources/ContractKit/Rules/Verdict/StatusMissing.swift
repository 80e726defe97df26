extension Rule {
  static let statusMissing = Rule(
    "status-missing", .verdict, .error, reason: "a falsifier of a pv/1 contract declares no discharge_status",
    details: """
      `pv verify --write` inserts the derived status as a line of its own.
      """)
}
