extension Rule {
  static let emptyFile = Rule(
    "empty-file", .reading, .error,
    reason: "an empty file claims nothing, and would be accepted by whoever counts errors only",
    failing: .complete("⟪# to be written⟫\n"),
    passing: RuleExample(""))
}
