extension Rule {
  static let thresholdBelowNoise = Rule(
    "threshold-below-noise", .verdict, .error,
    reason: "a threshold that calls another order of the same sum wrong measures the order, not the claim",
    details: """
      The noise of a tolerance is the largest value that the real kernel and the declared orders of summation give. \
      The threshold must be above it. A claim about one order is a matter of bits, not of a tolerance.
      """)
}
