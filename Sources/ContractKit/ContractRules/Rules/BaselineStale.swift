extension Rule {
  static let baselineStale = Rule(
    "baseline-stale", .settings, .warning,
    reason: "an entry of the baseline that matches nothing would let the same error come back",
    details: "A baseline only shrinks: `pv validate --write-baseline` removes what has been fixed.")
}
