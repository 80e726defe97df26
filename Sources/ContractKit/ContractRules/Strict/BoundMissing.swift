extension CheckedRule {
  static let boundMissing = Rule(
    "bound-missing", .contract, .strict,
    reason: "a comparison of errors with a bound says nothing if the bound is not stated",
    details: """
      The metrics `outside_bound` and `bound_ratio` compare each element's error with a bound. The check names the \
      function that computes the bound, and states the function's version and parameters (see docs/bounds.md). The \
      falsifier supplies the arrays from which the recorder computes the bound.
      """,
    failing: .falsifier([
      "domain": "{inputs: {logits: {cases: 240, classes: [normal]}}, over: {sums.bound_ratio: 240 f32}}",
      "checks": "[{⟪metric⟫: sums.bound_ratio, at_most: 1}]",
    ]),
    passing: .falsifier([
      "domain": "{inputs: {logits: {cases: 240, classes: [normal]}}, over: {sums.bound_ratio: 240 f32}}",
      "checks": "[{metric: sums.bound_ratio, bound: {function: softmax_sum, version: 1, lanes: 64}, at_most: 1}]",
    ])
  ).inContract { context in
    context.checks.compactMap { check in
      guard let metric = check["metric"]?.text, NamedBound.isNeeded(by: metric),
        check.isBlank(CheckKey.bound) || check[CheckKey.bound]?.elements?.isEmpty == true
      else { return nil }
      return Finding(
        context.head(check), "`\(metric)` has no `bound`",
        help: "write `bound: {function: NAME, version: N}` with a function from docs/bounds.md")
    }
  }
}
