extension Rule {
  static let proseNumberUnresolved = Rule(
    "prose-number-unresolved", .verdict, .error, reason: "a number in prose points at nothing that was measured",
    details: """
      The falsifier, its evidence, or the metric does not exist, or what is printed is not a number. The notation is \
      described in docs/prose-numbers.md.
      """)
}
