import ContractKit
import Metrics

/// An array and the one that it drifted from: two runs, two paths, two inputs.
public struct Drift: Sendable {
  /// By which a ratio names it: the subject under which it is measured as well, or what it is of.
  let name: String
  let actual: Sample
  let expected: Sample

  /// The drift of values from others of the same count.
  ///
  /// - Parameter name: small letters, digits, `_` and `.`; where a comparison is recorded as `NAME.METRIC`, a ratio of
  ///   this drift by that metric must be the quotient of what is recorded.
  public init<Actual: SampleElement, Expected: SampleElement>(
    _ name: String, of actual: some Collection<Actual>, from expected: some Collection<Expected>
  ) {
    self.name = name
    self.actual = Sample(actual)
    self.expected = Sample(expected)
  }

  /// The same of samples.
  package init(_ name: String, of actual: Sample, from expected: Sample) {
    (self.name, self.actual, self.expected) = (name, actual, expected)
  }

  /// The size of the drift by a metric.
  fileprivate func size(_ metric: Metric) throws -> Double { try size(metric, of: actual) }

  /// The same with another array in the place of the one that drifted.
  fileprivate func size(_ metric: Metric, of actual: Sample) throws -> Double {
    switch try metric.of(actual, against: expected) {
    case .real(let number): number
    case .count(let count): Double(count)
    }
  }
}

extension Probe {
  /// Measures one drift in units of another, as `[SUBJECT.]ratio`: what became of a change of the
  /// input, or how a drift grew from layer to layer.
  ///
  /// - Parameters:
  ///   - drift: what is measured, named in the evidence as the unit is; its arrays are kept for the report of a failure.
  ///   - unit: what it is divided by, as IEEE 754 divides: 0/0 is NaN, which no check passes.
  ///   - metric: how both are measured; a comparison.
  /// - Throws: `SampleMismatch` where the counts of one drift differ; nothing is measured then.
  public func ratio(_ subject: String = "", of drift: Drift, to unit: Drift, _ metric: Metric) throws {
    let size = try unit.size(metric)
    [unit.actual, unit.expected].forEach { $0.release() }
    try record(
      subject, "ratio", of: drift.actual, against: drift.expected,
      over: RatioOperands(
        metric: metric.rawValue, drift: drift.name, Self.extent(drift.actual), unit: unit.name,
        Self.extent(unit.actual)
      ).text
    ) { .real(try drift.size(metric, of: $0) / size) }
    keep(subject, "ratio", drift.actual, drift.expected, metric.measure)
  }
}
