extension Rule {
  static let proseNumberUnresolved = Rule(
    "prose-number-unresolved", .verdict, .error, reason: "a number in prose points at nothing that was measured",
    details: """
      The falsifier, its evidence, or the metric is not there, or what is printed is no number. The notation is \
      described in docs/prose-numbers.md.
      """)
}
