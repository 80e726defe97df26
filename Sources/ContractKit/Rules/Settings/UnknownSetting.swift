extension Rule {
  static let unknownSetting = Rule(
    "unknown-setting", .settings, .error,
    reason: "whoever wrote a setting that nothing reads believes that it is applied",
    failing: RuleExample(
      files: [
        .init(
          "pv.yaml",
          """
          ⟪ingore⟫: [qa-gate-missing]

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
