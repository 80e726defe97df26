extension Rule {
  /// Bits of a library depend on something that they may not depend on.
  public static let conformanceInvariance = Rule(
    "conformance-invariance", .conformance, .error,
    reason: "the same call gave other bits under other circumstances",
    details: """
      No reference is needed to see it: the same arrays, twice in a row, at another address, with another number of \
      threads, a row alone and in a batch, or after other calls.
      """)
}
