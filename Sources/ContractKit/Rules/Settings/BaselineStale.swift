extension Rule {
  static let baselineStale = Rule(
    "baseline-stale", .settings, .warning,
    reason: "an entry of the baseline that matches nothing lets the same fault come back",
    details: "A baseline only shrinks: what has been mended is taken out by `pv validate --write-baseline`.")
}
