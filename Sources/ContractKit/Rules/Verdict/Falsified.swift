extension Rule {
  static let falsified = Rule(
    "falsified", .verdict, .error, reason: "a measurement violates a threshold of its contract",
    details: """
      The evidence is fresh, and the number in it is outside what the contract allows, or is NaN or infinite. Either \
      the kernel is wrong (the falsifier's if_fails says where to look) or the claim is. Under a waiver whose last day \
      has not passed, it is a warning, but the falsifier still does not count as holding.
      """)
}
