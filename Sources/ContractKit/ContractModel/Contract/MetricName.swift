/// The metrics that a check can name.
public enum MetricName {
  /// All of them, in the order in which they are documented.
  public static let all = [
    "max_abs_error", "max_rel_error", "max_ulps", "rms_error", "nmse", "sqnr", "relative_l1", "relative_l2",
    "cosine", "norm_ratio", "kl_divergence", "bits_differing", "argmax_mismatches", "top_k_mismatches",
    "outside_bound", "bound_ratio", "ratio", "variants_differing", "min", "max", "max_ratio", "sum", "nan_count",
    "inf_count", "non_finite_count", "count", "bits", "sha256",
  ]

  /// Those that grow as the result gets better; an upper bound on them claims nothing.
  package static let largerIsBetter: Set<String> = ["cosine", "sqnr"]

  /// Those that are an error, or a count of NaNs; a lower bound on them claims nothing.
  package static let smallerIsBetter: Set<String> = [
    "max_abs_error", "max_rel_error", "max_ulps", "rms_error", "nmse", "relative_l1", "relative_l2", "kl_divergence",
    "nan_count", "inf_count", "non_finite_count",
  ]

  /// Those whose values are text, and can only be compared for equality.
  package static let isText: Set<String> = ["bits", "sha256"]

  /// Those that count elements, variants or cases.
  package static let isCount: Set<String> = [
    "outside_bound", "bits_differing", "nan_count", "inf_count", "non_finite_count", "count", "variants_differing",
    "argmax_mismatches", "top_k_mismatches",
  ]

  /// Whether `[SUBJECT.]METRIC` ends in a metric.
  package static func isKnown(_ metric: String) -> Bool { all.contains(component(of: metric)) }

  /// The subject of `[SUBJECT.]METRIC`; empty where there is none.
  public static func subject(of metric: String) -> String {
    String(metric.dropLast(component(of: metric).count)).hasSuffix(".")
      ? String(metric.dropLast(component(of: metric).count + 1)) : ""
  }

  /// The metric of `[SUBJECT.]METRIC`.
  public static func component(of metric: String) -> String {
    metric.split(separator: ".", omittingEmptySubsequences: false).last.map(String.init) ?? metric
  }
}
