extension Rule {
  static let proseNumberDiffers = Rule(
    "prose-number-differs", .verdict, .error, reason: "a number in prose is not the measured one that it points at",
    details: """
      `[0.4391 %](pv:FALSIFIER/METRIC)` is compared with the evidence, rounded half to even to the digits that are \
      printed: docs/prose-numbers.md. Correct the number, or find out why the measurement changed.
      """)
}
