extension CheckedRule {
  static let implementationNotFound = Rule(
    "implementation-not-found", .contract, .strict,
    reason: """
      evidence goes stale when a file of the implementation changes, but a file that does not exist never changes
      """,
    details: "The same applies to the files that a falsifier lists under `fixtures`.",
    failing: RuleExample(
      """
      equations:
        softmax:
          formula: "a"
          invariants: [{id: sums_to_one, statement: "the weights sum to 1"}]
          implementation: [⟪Sources/Kernels/Softmaxx.swift⟫]

      """),
    passing: RuleExample(
      """
      equations:
        softmax:
          formula: "a"
          invariants: [{id: sums_to_one, statement: "the weights sum to 1"}]
          implementation: [Sources/Kernels/Softmax.swift]

      """)
  ).inContract { context in
    let paths = context.equations.flatMap(\.implementation) + context.falsifiers.flatMap(\.falsifier.fixtures)
    guard !paths.isEmpty, let package = context.package else { return [] }
    return paths.compactMap { path in
      guard PathText.staysInside(path.value) else {
        return Finding(
          path.range, "`\(path.value)` leads out of the package", help: "write a path relative to the package's root")
      }
      guard !package.contains(path.value) else { return nil }
      return Finding(
        path.range, "the package has no `\(path.value)`",
        help: "write a path relative to the folder of Package.swift or pv.yaml")
    }
  }
}
