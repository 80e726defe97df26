extension CheckedRule {
  static let checkCondition = Rule(
    "check-condition", .contract, .strict,
    reason: """
      a check without a condition would always hold, and a check with two conditions leaves open which one is meant
      """,
    failing: .falsifier([
      "domain": "{inputs: {logits: {cases: 240, classes: [normal]}}, over: {}}",
      "checks": "[{⟪metric⟫: max_abs_error, at_most: 1.0e-6, equals: 0}]",
    ]),
    passing: .falsifier()
  ).inContract { context in
    context.checks.compactMap { check in
      let written = CheckKey.conditions.filter { check.has($0) }
      let names = CheckKey.conditions.map { "`\($0)`" }.joined(separator: ", ")
      if check.isBlank("metric") {
        return Finding(
          context.head(check), "the check names no metric", help: "add `metric:`, for instance max_abs_error")
      }
      if written.isEmpty {
        return Finding(context.head(check), "the check has no condition", help: "add one of \(names)")
      }
      if written.count > 1 {
        return Finding(
          context.head(check), "the check has \(written.count) conditions", help: "make each a check of its own")
      }
      if let within = check.entry(CheckKey.within), written != [CheckKey.equals] {
        return Finding(
          context.range(within.key), "`within` goes with `equals` only", help: "put the bound into `\(written[0])`")
      }
      return nil
    }
  }
}
