extension CheckedRule {
  package static let versionNotSemver = Rule(
    "version-not-semver", .contract, .strict,
    reason: "only a version of three numbers can say whether a change loosened a claim",
    failing: RuleExample(
      """
      metadata:
        format: pv/1
        version: ⟪1.0⟫
        description: "Softmax"
        references: ["Bridle (1990)"]

      """),
    passing: RuleExample(
      """
      metadata:
        format: pv/1
        version: "1.0.0"
        description: "Softmax"
        references: ["Bridle (1990)"]

      """)
  ).inContract { context in
    guard let version = context.contract.metadata.version, SemanticVersion(version.value) == nil else { return [] }
    return [
      Finding(
        version.range, "`\(version.value)` is not MAJOR.MINOR.PATCH",
        help: SemanticVersion.completing(version.value).map { "write `version: \"\($0)\"`" }
          ?? "write three numbers, for instance `version: \"1.0.0\"`")
    ]
  }
}
