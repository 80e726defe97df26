extension Rule {
  static let baselineUnreadable = Rule(
    "baseline-unreadable", .settings, .error,
    reason: "if the baseline cannot be read, the findings that it was meant to let pass do not pass")
}
