extension Rule {
  static let emptyFile = Rule(
    "empty-file", .reading, .error,
    reason: "an empty file claims nothing, but a count of errors would accept it",
    failing: .complete("⟪# to be written⟫\n"),
    passing: RuleExample(""))
}
