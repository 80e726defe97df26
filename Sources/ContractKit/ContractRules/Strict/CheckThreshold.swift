extension CheckedRule {
  static let checkThreshold = Rule(
    "check-threshold", .contract, .strict,
    reason: """
      no measurement can be compared with a threshold that is not finite, or that is not a possible value of the metric
      """,
    failing: .falsifier(["checks": "[{metric: max_abs_error, at_most: ⟪.inf⟫}]"]),
    passing: .falsifier()
  ).inContract { context in
    context.checks.flatMap { check -> [Finding] in
      let metric = MetricName.component(of: check["metric"]?.text ?? "")
      return (CheckKey.conditions + [CheckKey.within]).compactMap { key in
        guard let entry = check.entry(key), let problem = ThresholdProblem(entry.value, key: key, metric: metric) else {
          return nil
        }
        let place = entry.value.offsets.isEmpty ? entry.key : entry.value
        return Finding(context.range(place), problem.message, help: problem.help)
      }
    }
  }
}
