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
    try countOutside(subject, Sample(actual), of: Sample(expected), bound: bound, isPortable: isPortable)
  }

  /// The same of samples.
  package func countOutside(
    _ subject: String, _ actual: Sample, of expected: Sample, bound: BoundArguments, isPortable: Bool
  ) throws {
    guard actual.count == expected.count else {
      throw SampleMismatch.count(actual: actual.count, expected: expected.count)
    }
    let bounds = try evaluateBound(subject, bound, actual: actual, expected: expected)
    try record(subject, "outside_bound", of: actual, against: expected, bound: bounds) {
      .count(try BoundedError(actual: $0, expected: expected, bound: bounds).outside)
    }
    keep(subject, "outside_bound", actual, expected, .bound(bounds))
    guard isPortable else { return }
    try record(subject, "bound_ratio", of: actual, against: expected, bound: bounds) {
      .real(try BoundedError(actual: $0, expected: expected, bound: bounds).largestRatio)
    }
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
    try countTopK(k, subject, Sample(actual), of: Sample(expected))
  }

  /// The same of samples.
  package func countTopK(_ k: Int, _ subject: String, _ actual: Sample, of expected: Sample) throws {
    try record(
      subject, "top_k_mismatches", of: actual, against: expected, over: "top \(k) of \(Self.extent(actual))"
    ) { .count(try topKMismatches(k, actual: $0, expected: expected)) }
    keep(subject, "top_k_mismatches", actual, expected, .absolute)
  }
}
