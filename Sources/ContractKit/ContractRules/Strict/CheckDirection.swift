extension CheckedRule {
  static let checkDirection = Rule(
    "check-direction", .contract, .warning,
    reason: "a bound on the side where results get better forbids only good results",
    failing: .falsifier(["checks": "[{metric: max_abs_error, ⟪at_least⟫: 1.0e-6}]"]),
    passing: .falsifier()
  ).inContract { context in
    context.checks.compactMap { check in
      let metric = MetricName.component(of: check["metric"]?.text ?? "")
      if MetricName.smallerIsBetter.contains(metric), let entry = check.entry(CheckKey.atLeast) {
        return Finding(
          context.range(entry.key), "`at_least` demands that `\(metric)` is large",
          help: "write `at_most`; to show a difference, demand `bits_differing` at least 1")
      }
      if MetricName.largerIsBetter.contains(metric), let entry = check.entry(CheckKey.atMost) {
        return Finding(
          context.range(entry.key), "`at_most` demands that `\(metric)` is small", help: "write `at_least`")
      }
      return nil
    }
  }
}
