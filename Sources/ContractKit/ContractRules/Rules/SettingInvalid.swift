extension Rule {
  static let settingInvalid = Rule(
    "setting-invalid", .settings, .error,
    reason: "whoever wrote a setting that cannot be applied believes that it is applied",
    details: """
      Rules on the format and on what contracts say can be selected, ignored and given another severity in pv.yaml; an \
      unreadable file and a path that does not exist are always errors. `pv verify` does not apply these settings, but \
      rejects a pv.yaml that has a mistake.
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
