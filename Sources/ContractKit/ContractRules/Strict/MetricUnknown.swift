extension CheckedRule {
  static let metricUnknown = Rule(
    "metric-unknown", .contract, .strict,
    reason: "a metric that is neither built in nor declared by the project is never measured",
    details: """
      A check names [SUBJECT.]METRIC, where SUBJECT is the falsifier's name for what is measured. If a program \
      computes a number itself, the project declares a metric for this number under `metrics` in pv.yaml \
      (docs/metrics.md).
      """,
    failing: .falsifier([
      "domain": "{inputs: {logits: {cases: 240, classes: [normal]}}, over: {output.max_abs_err: 240 f32}}",
      "checks": "[{metric: ⟪output.max_abs_err⟫, at_most: 1.0e-6}]",
    ]),
    passing: .falsifier()
  ).inContract { context in
    context.checks.compactMap { check in
      guard let node = check["metric"], let written = node.text else { return nil }
      let metric = MetricName.component(of: written)
      let subjects = written.split(separator: ".", omittingEmptySubsequences: false).dropLast()
      let terms = context.contract.terms
      if terms.metric(metric) != nil {
        guard subjects.contains("") else { return nil }
        return Finding(context.range(node), "`\(written)` has an empty subject", help: "write `SUBJECT.\(metric)`")
      }
      return Finding(
        context.range(node), "`\(metric)` is not a metric",
        help: Suggestion.nearest(to: metric, among: terms.metrics.map(\.name)).map { "did you mean `\($0)`?" }
          ?? "one of \(terms.metrics.map(\.name).joined(separator: ", "))")
    }
  }
}
