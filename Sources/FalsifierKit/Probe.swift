import ContractKit
import Metrics

/// What one kernel, the real one or a mutant, gave: outputs by name, and metrics that the recorder
/// computed from them.
public final class Probe {
  /// Two samples that were compared, kept for the report of a failure.
  struct Comparison {
    let actual: Sample
    let expected: Sample
  }

  private(set) var outputs: [(name: String, sample: Sample, shape: [Int])] = []
  private(set) var measurements: [String: Measurement] = [:]
  private(set) var comparisons: [String: Comparison] = [:]

  /// Keeps an array that the kernel returned; its digest goes into the evidence, and a mutant is
  /// shown active by where its output first differs.
  ///
  /// - Parameter shape: row-major; `[count]` where it is not given.
  public func output<Element: SampleElement>(_ name: String, _ values: some Collection<Element>, shape: [Int]? = nil) {
    precondition(!outputs.contains { $0.name == name }, "the output \(name) is recorded twice")
    let shape = shape ?? [values.count]
    precondition(shape.reduce(1, *) == values.count, "\(name): shape \(shape) does not hold \(values.count) elements")
    outputs.append((name, Sample(values), shape))
  }

  /// Measures an array against an expected one.
  ///
  /// - Parameters:
  ///   - subject: the first part of the metrics' names; none where a falsifier compares one thing.
  ///   - metrics: comparisons; recorded as `[SUBJECT.]METRIC`.
  /// - Throws: `SampleMismatch` where the counts differ; nothing is measured then.
  public func compare<Actual: SampleElement, Expected: SampleElement>(
    _ subject: String? = nil, _ actual: some Collection<Actual>, to expected: some Collection<Expected>,
    _ metrics: Metric...
  ) throws {
    let (actual, expected) = (Sample(actual), Sample(expected))
    for metric in metrics {
      try record(subject, metric.rawValue, metric.of(actual, against: expected), over: actual)
    }
    comparisons[subject ?? ""] = Comparison(actual: actual, expected: expected)
  }

  /// Measures an array by itself.
  public func measure<Element: SampleElement>(
    _ subject: String? = nil, _ values: some Collection<Element>, _ metrics: Metric...
  ) throws {
    let sample = Sample(values)
    for metric in metrics { try record(subject, metric.rawValue, metric.of(sample), over: sample) }
  }

  /// Counts the elements that an analytic bound does not cover, as `[SUBJECT.]outside_bound`.
  public func countOutside<Actual: SampleElement, Expected: SampleElement>(
    _ subject: String? = nil, _ actual: some Collection<Actual>, of expected: some Collection<Expected>,
    bound: [Double]
  ) throws {
    let (actual, expected) = (Sample(actual), Sample(expected))
    let count = try elementsOutside(bound: bound, actual: actual, expected: expected)
    set(subject, "outside_bound", Measurement(.count(count), over: Self.extent(actual)))
    comparisons[subject ?? ""] = Comparison(actual: actual, expected: expected)
  }

  /// Records the bit pattern of one number, as `SUBJECT.bits`.
  public func bits<Element: SampleElement>(_ subject: String, _ value: Element) {
    let sample = Sample([value])
    set(subject, "bits", Measurement(.text(sample.hexadecimal(0)), over: Self.extent(sample)))
  }

  /// Records the SHA-256 of an array's raw little-endian bytes, as `SUBJECT.sha256`.
  public func sha256<Element: SampleElement>(_ subject: String, _ values: some Collection<Element>) {
    let sample = Sample(values)
    let digest = Digest(of: sample.littleEndianBytes)
    set(subject, "sha256", Measurement(.text(digest.description), over: Self.extent(sample)))
  }

  /// Counts the variants of a kernel whose output differs from the reference's in any bit, as
  /// `[SUBJECT.]variants_differing`. How many could run here is not told: evidence is the same on
  /// every machine.
  public func countVariants<Element: SampleElement>(
    _ subject: String? = nil, _ variants: [[Element]], differingFrom reference: [Element]
  ) {
    let expected = Sample(reference)
    let differing = variants.count { Sample($0) != expected }
    set(subject, "variants_differing", Measurement(.count(UInt64(differing)), over: Self.extent(expected)))
  }

  /// Stores a number that was computed elsewhere. It is shown as asserted, and discharges nothing.
  public func assert(_ name: String, _ value: Double) {
    precondition(measurements[name] == nil, "\(name) is measured twice")
    measurements[name] = Measurement(.real(value), over: nil, isAsserted: true)
  }

  private func record(_ subject: String?, _ metric: String, _ value: Measured, over sample: Sample) throws {
    switch value {
    case .real(let number): set(subject, metric, Measurement(.real(number), over: Self.extent(sample)))
    case .count(let count): set(subject, metric, Measurement(.count(count), over: Self.extent(sample)))
    }
  }

  private func set(_ subject: String?, _ metric: String, _ measurement: Measurement) {
    let name = (subject.map { $0 + "." } ?? "") + metric
    precondition(measurements[name] == nil, "\(name) is measured twice")
    measurements[name] = measurement
  }

  private static func extent(_ sample: Sample) -> String { "\(sample.count) \(sample.dtype.rawValue)" }
}
