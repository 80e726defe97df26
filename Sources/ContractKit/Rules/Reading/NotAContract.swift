extension Rule {
  static let notAContract = Rule(
    "not-a-contract", .reading, .error,
    reason: "a file that is not a contract would count as a contract without claims",
    details: """
      Files that other tools read beside contracts are known, and counted apart: those with `surface:`, such as \
      `work-contract`, and those with a list of `bindings:`, of which `binding-unresolved` judges the names. Anything else can \
      be named under `exclude:` in pv.yaml.
      """,
    failing: .complete(
      """
      ⟪version⟫: "1.0.0"
      tests: []

      """),
    passing: RuleExample("tests: []\n"))
}
