import Metrics

/// How a check names what it measures: `[SUBJECT.]METRIC`.
package enum MetricName {
  /// The metrics that `pv` computes, in the order in which they are documented.
  package static let all = MetricTable.all.map(\.name)

  /// Whether values are text, and can only be compared for equality: of no metric of a project's own.
  package static func isText(_ metric: String) -> Bool { Terms.builtIn.metric(metric)?.traits.values == .text }

  /// The subject of `[SUBJECT.]METRIC`; empty where there is none.
  package static func subject(of metric: String) -> String {
    String(metric.dropLast(component(of: metric).count)).hasSuffix(".")
      ? String(metric.dropLast(component(of: metric).count + 1)) : ""
  }

  /// The metric of `[SUBJECT.]METRIC`.
  package static func component(of metric: String) -> String {
    metric.utf8.lastIndex(of: UInt8(ascii: ".")).map { String(metric[metric.utf8.index(after: $0)...]) } ?? metric
  }
}
