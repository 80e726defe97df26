extension Rule {
  static let witnessStale = Rule(
    "witness-stale", .verdict, .note, reason: "evidence moved since a machine reproduced it",
    details: """
      A witness counts for the digests that it names. What moved has to be reproduced on that machine again: \
      `pv repro --witness NAME`.
      """)
}
