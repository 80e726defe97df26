extension Rule {
  static let testName = Rule(
    "test-name", .contract, .strict,
    reason: "nobody runs a falsifier that names no test",
    details: "Only in pv/1: in the public format `test` is prose.",
    failing: .falsifier(["test": "⟪testFalsifySM001⟫"]),
    passing: .falsifier()
  ) { context in
    guard context.contract.isStrict else { return [] }
    return context.falsifiers.compactMap { falsifier, _ in
      guard let test = falsifier.test else {
        return Finding(
          falsifier.id.range, "the falsifier `\(falsifier.id.value)` names no test",
          help: "add `test: MODULE.CLASS/METHOD`, for instance `Falsifiers.FalsifyDot/testFalsifyDot001`")
      }
      guard TestReference(test.value) == nil else { return nil }
      return Finding(
        test.range, "`\(test.value.prefix(60))` is not the name of a test",
        help: "write MODULE.CLASS/METHOD, for instance `Falsifiers.FalsifyDot/testFalsifyDot001`")
    }
  }
}
