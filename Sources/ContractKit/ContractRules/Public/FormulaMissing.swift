extension CheckedRule {
  static let formulaMissing = Rule(
    "formula-missing", .contract, .error,
    reason: "an equation without a formula cannot be computed, so nothing can be compared with it",
    covers: ["SCHEMA-004"],
    failing: RuleExample(
      """
      equations:
        ⟪softmax⟫:
          domain: "1 <= n"
          invariants: [{id: sums_to_one, statement: "the weights sum to 1"}]

      """),
    passing: RuleExample(
      """
      equations:
        softmax:
          formula: "y_i = exp(x_i - max x) / sum_j exp(x_j - max x)"
          domain: "1 <= n"
          invariants: [{id: sums_to_one, statement: "the weights sum to 1"}]

      """)
  ).inContract { context in
    context.root.entries("equations").compactMap { entry in
      guard entry.value.isBlank("formula") else { return nil }
      let place = entry.value.entry("formula")?.key ?? entry.key
      return Finding(
        context.range(place), "the equation `\(entry.name ?? "")` has no formula",
        help: "add `formula:`, as text in quotes")
    }
  }
}
