extension Rule {
  static let witnessStale = Rule(
    "witness-stale", .verdict, .note,
    reason: "a result, or the implementation behind it, changed since a machine reproduced it",
    details: """
      A witness counts for the results and the implementations that it names. What changed has to be reproduced on \
      that machine again: `pv repro --stale --witness NAME`.
      """)
}
