extension Check.Condition: CustomStringConvertible {
  /// The condition as prose, such as `must be at most 1.0e-6`.
  public var description: String { "must be \(symbol)" }

  /// The condition in symbols, such as `≤ 1.0e-6`.
  package var symbol: String {
    switch self {
    case .atMost(let bound): "≤ \(bound.value)"
    case .atLeast(let bound): "≥ \(bound.value)"
    case .equals(let target, let within?): "= \(target.value) ± \(within.value)"
    case .equals(let target, nil): "= \(target.value)"
    case .notEquals(let target): "≠ \(target.value)"
    case .equalsText(let text): "= \(text.value)"
    case .notEqualsText(let text): "≠ \(text.value)"
    }
  }
}

extension Check {
  /// The condition in symbols, with the bound that it is about, such as `≤ 1 by dot_fma_lanes/1 (lanes 64)`.
  package var demand: String { condition.symbol + (bound.isEmpty ? "" : " by \(bound.text)") }

  /// What is measured: the metric without its last part; empty where there is one thing only.
  package var subject: String { MetricName.subject(of: metric.value) }
}
