extension Rule {
  static let settingInvalid = Rule(
    "setting-invalid", .settings, .error,
    reason: "a setting that cannot be applied looks as if it were applied",
    details: """
      In pv.yaml, only the rules that docs/rules.md lists under Format and Contracts can be selected, ignored, or \
      given another severity. Other findings, such as an unreadable file or a path that does not exist, cannot be \
      turned off. `pv verify` does not apply these settings, but rejects a pv.yaml with a mistake in it.
      """,
    failing: RuleExample(
      files: [
        .init(
          "pv.yaml",
          """
          ignore: [⟪qa-gate-mising⟫]

          """)
      ]),
    passing: RuleExample(
      files: [
        .init(
          "pv.yaml",
          """
          ignore: [qa-gate-missing]

          """)
      ]))
}
