import Metrics

extension Probe {
  /// Counts the elements that the bound named in the contract does not cover, as `[SUBJECT.]outside_bound`, and
  /// records how far into its bound the worst element goes, as `[SUBJECT.]bound_ratio`.
  ///
  /// - Parameters:
  ///   - bound: the arrays that the bound function takes (docs/bounds.md); of several functions, those of all.
  ///   - isPortable: false for an oracle whose bits depend on the processor: its ratio would depend on it too, and is
  ///     not recorded.
  /// - Throws: `SampleMismatch` where the counts differ, `FalsifierError` where the contract names no bound for the
  ///   subject or the bound cannot be evaluated; nothing is measured then.
  public func countOutside<Actual: SampleElement, Expected: SampleElement>(
    _ subject: String, _ actual: [Actual], of expected: [Expected], bound: BoundArguments, isPortable: Bool = true
  ) throws {
    let (actual, expected) = (Sample(actual), Sample(expected))
    guard actual.count == expected.count else {
      throw SampleMismatch.count(actual: actual.count, expected: expected.count)
    }
    let bounds = try evaluateBound(subject, bound, actual: actual, expected: expected)
    let errors = try BoundedError(actual: actual, expected: expected, bound: bounds)
    record(subject, "outside_bound", .count(errors.outside), over: Self.extent(actual))
    keep(subject, "outside_bound", actual, expected, .bound(bounds))
    guard isPortable else { return }
    record(subject, "bound_ratio", .real(errors.largestRatio), over: Self.extent(actual))
    keep(subject, "bound_ratio", actual, expected, .bound(bounds))
    keepPortable(subject, "bound_ratio")
  }

  /// The same where there is one thing only, as `outside_bound` and `bound_ratio`.
  public func countOutside<Actual: SampleElement, Expected: SampleElement>(
    _ actual: [Actual], of expected: [Expected], bound: BoundArguments, isPortable: Bool = true
  ) throws {
    try countOutside("", actual, of: expected, bound: bound, isPortable: isPortable)
  }

  /// Counts how many of the k largest expected elements are not among the k largest actual ones, as
  /// `[SUBJECT.]top_k_mismatches`.
  ///
  /// - Throws: `SampleMismatch` where the counts differ; nothing is measured then.
  public func countTopK<Actual: SampleElement, Expected: SampleElement>(
    _ k: Int, _ subject: String = "", _ actual: [Actual], of expected: [Expected]
  ) throws {
    let (actual, expected) = (Sample(actual), Sample(expected))
    let count = try topKMismatches(k, actual: actual, expected: expected)
    record(subject, "top_k_mismatches", .count(count), over: "top \(k) of \(Self.extent(actual))")
    keep(subject, "top_k_mismatches", actual, expected, .absolute)
  }
}
