/// A metric that takes something besides one or two samples, or whose value is a text.
///
/// A ``Metric`` is computed of samples alone; what these take is said at each case.
public enum CompoundMetric: String, CaseIterable, Sendable {
  /// How many of the k largest elements of e are not among those of a: two samples and k.
  case topKMismatches = "top_k_mismatches"
  /// The number of elements whose error is beyond a bound: two samples and the bound of each element.
  case outsideBound = "outside_bound"
  /// The largest error over its bound: two samples and the bound of each element.
  case boundRatio = "bound_ratio"
  /// One metric of two pairs of samples, the first over the second.
  case ratio
  /// The number of implementations whose output differs in some bit: the outputs of all of them.
  case variantsDiffering = "variants_differing"
  /// The bit pattern of one number, as text.
  case bits
  /// The digest of a sample's bytes, as text.
  case sha256
}
