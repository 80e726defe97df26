extension Rule {
  static let invalidCharacter = Rule(
    "invalid-character", .reading, .error,
    reason: "control characters are invisible, and YAML does not allow them",
    failing: .complete("# form⟪\u{0C}⟫feed\n"),
    passing: RuleExample("# no form feed\n"))
}
