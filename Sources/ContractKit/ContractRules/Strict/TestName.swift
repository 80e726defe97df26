extension CheckedRule {
  static let testName = Rule(
    "test-name", .contract, .strict,
    reason: "nobody runs a falsifier that names neither a test nor a program",
    details: """
      `test` must have the form MODULE.CLASS/METHOD; any other text names no test. This rule applies only to pv/1; in \
      the public format, `test` is prose.
      """,
    failing: .falsifier(["test": "⟪testFalsifySM001⟫"]),
    passing: .falsifier()
  ).inContract { context in
    guard context.contract.isStrict else { return [] }
    return context.falsifiers.compactMap { falsifier, node in
      // How a program is run is another rule's.
      if node.has("run"), falsifier.test == nil { return nil }
      guard let test = falsifier.test else {
        return Finding(
          falsifier.id.range, "the falsifier `\(falsifier.id.value)` names neither a test nor what to run",
          help: "add `test: MODULE.CLASS/METHOD`, for instance `Falsifiers.FalsifyDot/testFalsifyDot001`, or "
            + "`run: [PROGRAM, ARGUMENT]`, which leaves a recording")
      }
      guard TestReference(test.value) == nil else { return nil }
      return Finding(
        test.range, "`\(test.value.prefix(60))` is not the name of a test",
        help: "write MODULE.CLASS/METHOD, for instance `Falsifiers.FalsifyDot/testFalsifyDot001`")
    }
  }
}
