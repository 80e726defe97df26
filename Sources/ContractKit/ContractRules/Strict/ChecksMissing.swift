extension CheckedRule {
  static let checksMissing = Rule(
    "checks-missing", .contract, .strict,
    reason: "without a threshold, no measurement can contradict the prediction",
    failing: .falsifier(["id": "⟪FALSIFY-SM-001⟫"], without: ["domain", "checks", "orders"]),
    passing: .falsifier()
  ).inContract { context in
    context.falsifiers.compactMap { falsifier, node in
      guard context.contract.isExtended(falsifier), node.isBlank("checks") else { return nil }
      return Finding(
        falsifier.id.range, "the falsifier `\(falsifier.id.value)` has no check",
        help: "add `checks:`, for instance `- {metric: max_abs_error, at_most: 1.0e-6}`")
    }
  }
}
