extension Rule {
  static let waiverExpired = Rule(
    "waiver-expired", .verdict, .error, reason: "a waiver's last day has passed",
    details: """
      A waiver is for a limited time. Fix the cause, or renew the waiver with a reason. Days are UTC and inclusive; \
      `--as-of` sets the day.
      """)
}
