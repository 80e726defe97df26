extension Rule {
  static let baselineUnreadable = Rule(
    "baseline-unreadable", .settings, .error,
    reason: "a baseline that cannot be read lets no finding pass, although it was meant to")
}
