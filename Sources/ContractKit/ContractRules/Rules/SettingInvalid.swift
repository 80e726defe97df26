extension Rule {
  static let settingInvalid = Rule(
    "setting-invalid", .settings, .error,
    reason: "a setting that cannot be applied looks as if it were",
    details: """
      In pv.yaml, rules on the format and on what contracts say can be selected, ignored, or given another severity; \
      an unreadable file and a path that does not exist are always errors. `pv verify` does not apply these \
      settings, but rejects a pv.yaml that has a mistake.
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
