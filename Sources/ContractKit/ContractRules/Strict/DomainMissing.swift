extension CheckedRule {
  static let domainMissing = Rule(
    "domain-missing", .contract, .strict,
    reason: "without a domain, a falsifier could try one element and claim the result for every shape",
    details: """
      Under `domain`, a falsifier states the minimum that its evidence must contain. `inputs` names all arrays that \
      are passed to kernels, except the weights that the falsifier lists under `needs`. Each input may state `cases`, \
      `over` (the number of elements and their type, such as `2400 f32`), `shape`, `corners` (special cases that must \
      occur, see docs/search.md), and `classes` (kinds of numbers that must occur, such as `subnormal`). Besides \
      `inputs`, the domain has an `over` of its own, which says how many elements each check covers, and may have \
      `outputs`, which says how many elements kernels return. At least one input must have corners or classes, unless \
      nothing is drawn at random and `exact` says why the inputs suffice, or the falsifier needs weights.
      """,
    failing: .falsifier(
      [
        "prediction": #""over 240 drawn rows the weights sum to 1""#,
        "⟪checks⟫": "[{metric: max_abs_error, at_most: 1.0e-6}]",
      ], without: ["domain"]),
    passing: RuleExample(
      """
      falsification_tests:
        - id: FALSIFY-SM-001
          rule: "Normalization"
          prediction: "over 240 drawn rows the weights sum to 1"
          if_fails: "the maximum is not subtracted"
          binds_to: [softmax, softmax/sums_to_one]
          test: Falsifiers.FalsifySoftmax/testFalsifySM001
          domain:
            inputs:
              logits: {cases: 240, over: 2400 f32, classes: [normal, infinite]}
            over: {max_abs_error: 240 f32}
          checks: [{metric: max_abs_error, at_most: 1.0e-6}]
          orders: [sequential, reversed, sorted]
          mutants: [no_max]

      """)
  ).inContract { context in
    context.falsifiers.flatMap { falsifier, node -> [Finding] in
      guard !falsifier.checks.isEmpty, let checks = node.entry("checks") else { return [] }
      let place = context.range(checks.key)
      guard let domain = falsifier.domain else {
        return [
          Finding(
            place, "`\(falsifier.id.value)` has checks but no `domain`",
            help: "add `domain:` with `inputs` and `over`, for instance "
              + "`domain: {inputs: {logits: {cases: 240, classes: [normal]}}, over: {max_abs_error: 240 f32}}`")
        ]
      }
      var findings: [Finding] = []
      if domain.inputs.isEmpty, !falsifier.isLive {
        findings.append(
          Finding(
            domain.range, "the domain of `\(falsifier.id.value)` has no `inputs`",
            help: "name the arrays that kernels are given"))
      } else if falsifier.exact == nil, !falsifier.isLive,
        domain.inputs.allSatisfy({ $0.input.corners.isEmpty && $0.input.classes.isEmpty })
      {
        findings.append(
          Finding(
            domain.range, "no input of `\(falsifier.id.value)` has `corners` or `classes`",
            help: "name those that must occur; if nothing is drawn, say under `exact` why these inputs suffice"))
      }
      let over = Set((node["domain"]?.entries("over")).map { $0.compactMap(\.name) } ?? [])
      // A metric that is misspelled is said to be unknown, and no more.
      for check in falsifier.checks
      where context.contract.terms.metric(check.metric.value) != nil && !over.contains(check.metric.value) {
        findings.append(
          Finding(
            check.metric.range, "the domain does not say over how many elements `\(check.metric.value)` is taken",
            help: "add `\(check.metric.value): N DTYPE` under `over` in `domain`, for instance `240 f32`"))
      }
      return findings
    }
  }
}
