import Metrics

extension CheckedRule {
  static let checkDirection = Rule(
    "check-direction", .contract, .warning,
    reason: "a threshold in the wrong direction, such as `at_least` on an error, forbids only good results",
    failing: .falsifier(["checks": "[{metric: max_abs_error, ⟪at_least⟫: 1.0e-6}]"]),
    passing: .falsifier()
  ).inContract { context in
    context.checks.compactMap { check in
      guard let metric = context.contract.terms.metric(check["metric"]?.text ?? "") else { return nil }
      switch metric.traits.better {
      case .smaller:
        return check.entry(CheckKey.atLeast).map { entry in
          Finding(
            context.range(entry.key), "`at_least` demands a large `\(metric.name)`",
            help: "write `at_most`; to show that results differ, demand at least 1 for `bits_differing`")
        }
      case .larger:
        return check.entry(CheckKey.atMost).map { entry in
          Finding(
            context.range(entry.key), "`at_most` demands a small `\(metric.name)`", help: "write `at_least`")
        }
      case nil: return nil
      }
    }
  }
}
