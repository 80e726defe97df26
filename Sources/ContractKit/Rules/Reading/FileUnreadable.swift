extension Rule {
  static let fileUnreadable = Rule(
    "file-unreadable", .reading, .error,
    reason: "a contract that cannot be read cannot be judged, and must not vanish from the totals")
}
