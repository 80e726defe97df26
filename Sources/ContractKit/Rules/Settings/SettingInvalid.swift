extension Rule {
  static let settingInvalid = Rule(
    "setting-invalid", .settings, .error,
    reason: "whoever wrote a setting that cannot be applied believes that it is",
    details: """
      Rules on the format and on what contracts say can be selected, ignored and given another severity in pv.yaml; \
      a file that cannot be read and a path that is not there always reject. `pv verify` applies none of these three, and rejects a pv.yaml with a mistake all the same.
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
