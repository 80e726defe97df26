import Metrics

extension Probe {
  /// Measures an array against an expected one of the same shape, as `SUBJECT.METRIC` for each metric.
  ///
  /// - Parameters:
  ///   - subject: what is compared; `""` records `METRIC` alone.
  ///   - shape: row-major, of the actual array.
  ///   - expectedShape: row-major, of the expected array.
  /// - Throws: `SampleMismatch` where the shapes differ, though the counts may not: a transposed result
  ///   is no result. Nothing is measured then.
  public func compare<Actual: SampleElement, Expected: SampleElement>(
    _ subject: String, _ actual: some Collection<Actual>, shape: [Int], to expected: some Collection<Expected>,
    shape expectedShape: [Int], _ metrics: Metric...
  ) throws {
    guard shape == expectedShape else { throw SampleMismatch.shape(actual: shape, expected: expectedShape) }
    for (array, count) in [(shape, actual.count), (expectedShape, expected.count)] where array.reduce(1, *) != count {
      throw SampleMismatch.shape(actual: array, expected: [count])
    }
    for metric in metrics { try compare(subject, actual, to: expected, metric) }
  }
}
