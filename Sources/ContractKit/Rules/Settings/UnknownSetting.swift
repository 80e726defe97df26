extension Rule {
  static let unknownSetting = Rule(
    "unknown-setting", .settings, .error,
    reason: "a setting that nothing reads leaves its author in the belief that it is applied",
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
