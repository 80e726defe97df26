extension Rule {
  static let waiverExpired = Rule(
    "waiver-expired", .verdict, .error, reason: "a waiver's last day has passed",
    details: """
      A waiver is for a limited time. Mend the cause, or renew it with a reason. Days are UTC and \
      inclusive; `--as-of` sets the day.
      """)
}
