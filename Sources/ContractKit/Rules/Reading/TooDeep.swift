extension Rule {
  static let tooDeep = Rule(
    "too-deep", .reading, .error,
    reason: "YAML readers are slow or crash on deep nesting, and no contract needs it",
    failing: .complete(
      "equations: " + String(repeating: "[", count: YAMLLimits.depth - 1) + "⟪[⟫"
        + String(repeating: "]", count: YAMLLimits.depth) + "\n"),
    passing: RuleExample("notes: [[[a few are fine]]]\n"))
}
