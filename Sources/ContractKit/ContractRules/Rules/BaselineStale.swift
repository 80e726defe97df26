extension Rule {
  static let baselineStale = Rule(
    "baseline-stale", .settings, .warning,
    reason: "an entry of the baseline that matches no finding would let the same mistake come back unnoticed",
    details: """
      `pv validate --write-baseline` removes such entries. It also adds every finding that is not in the baseline yet, \
      so fix new findings first.
      """)
}
