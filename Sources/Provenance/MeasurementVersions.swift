/// The versions by which recorder and metrics count in a key.
///
/// A version moves when the same arrays come to give another result; golden arrays hold it. So evidence
/// of any package, which does not have the sources of the recorder, goes stale with it.
public enum MeasurementVersions {
  /// Of what the recorder does beside metrics: seeds and what is drawn from them, orders of summation,
  /// classes, corners, histograms, digests of arrays, and what `Metrics` offers beside metrics.
  public static let recorder = "2"

  /// A metric, the name by which Swift sources call for it, and its version.
  public struct Metric: Sendable {
    /// As contracts write it.
    public let name: String
    /// The word that stands in a source that measures it.
    public let swiftName: String
    /// Of what it computes.
    public let version: String

    init(_ name: String, _ swiftName: String, _ version: String) {
      self.name = name
      self.swiftName = swiftName
      self.version = version
    }
  }

  /// In the order of docs/metrics.md.
  public static let metrics = [
    Metric("max_abs_error", "maxAbsError", "1"), Metric("max_rel_error", "maxRelError", "1"),
    Metric("max_ulps", "maxULPs", "1"), Metric("rms_error", "rmsError", "1"), Metric("nmse", "nmse", "1"),
    Metric("sqnr", "sqnr", "1"), Metric("relative_l1", "relativeL1", "1"), Metric("relative_l2", "relativeL2", "1"),
    Metric("cosine", "cosine", "1"), Metric("norm_ratio", "normRatio", "1"),
    Metric("kl_divergence", "klDivergence", "1"), Metric("bits_differing", "bitsDiffering", "1"),
    Metric("argmax_mismatches", "argmaxMismatches", "1"), Metric("top_k_mismatches", "countTopK", "1"),
    Metric("outside_bound", "countOutside", "1"), Metric("bound_ratio", "countOutside", "1"),
    Metric("ratio", "ratio", "1"), Metric("variants_differing", "countVariants", "1"), Metric("min", "min", "1"),
    Metric("max", "max", "1"), Metric("max_ratio", "maxRatio", "1"), Metric("sum", "sum", "1"),
    Metric("nan_count", "nanCount", "1"), Metric("inf_count", "infCount", "1"),
    Metric("non_finite_count", "nonFiniteCount", "1"), Metric("count", "count", "1"), Metric("bits", "bits", "1"),
    Metric("sha256", "sha256", "1"),
  ]
}
