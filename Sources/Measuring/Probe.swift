import ContractKit
import Metrics

/// What one kernel, the real one or a mutant, gave: outputs by name, and metrics that the recorder
/// computed from them.
public final class Probe {
  /// Two samples that were compared, kept for the report of a failure.
  struct Comparison {
    let actual: Sample
    let expected: Sample
    /// The error that the metric sees in one element.
    let measure: ErrorMeasure
    /// Row-major; that of the output which was compared, else one extent.
    let shape: [Int]
  }

  /// Evaluates the bounds that the contract names.
  private let named: NamedBounds
  /// By subject, the bounds that were evaluated.
  private(set) var bounds: [String: [NamedBound]] = [:]
  private(set) var outputs: [(name: String, sample: Sample, shape: [Int])] = []
  private(set) var measurements: [String: Evidence.Measurement] = [:]
  /// By metric name, as the measurements.
  private(set) var comparisons: [String: Comparison] = [:]
  /// What was measured of which array, in the order of measuring; asserted numbers are of none.
  private(set) var taken: [(array: Sample, measurement: TakenMeasurement)] = []

  init(_ named: NamedBounds = NamedBounds()) { self.named = named }

  /// By subject, of what was compared with an oracle whose bits are the same everywhere.
  var ulps: [String: Evidence.Histogram] {
    portable.compactMapValues { name in
      comparisons[name].flatMap { comparison -> ULPHistogram? in
        defer { [comparison.actual, comparison.expected].forEach { $0.release() } }
        return ULPHistogram(actual: comparison.actual, expected: comparison.expected)
      }.map { histogram in
        Dictionary(
          uniqueKeysWithValues: histogram.counts.enumerated().filter { $0.element > 0 }.map {
            (ULPHistogram.name(ofBin: $0.offset), $0.element)
          })
      }
    }
  }
  /// By subject, the name of the first metric that compared it.
  private var portable: [String: String] = [:]

  /// Keeps an array that the kernel returned; its digest goes into the evidence, and a mutant is
  /// shown active by where its output first differs.
  ///
  /// - Parameter shape: row-major; `[count]` where it is not given.
  public func output<Element: SampleElement>(_ name: String, _ values: some Collection<Element>, shape: [Int]? = nil) {
    output(name, Sample(values), shape: shape ?? [values.count])
  }

  /// The same of a sample.
  package func output(_ name: String, _ sample: Sample, shape: [Int]) {
    precondition(!outputs.contains { $0.name == name }, "the output \(name) is recorded twice")
    precondition(shape.reduce(1, *) == sample.count, "\(name): shape \(shape) does not hold \(sample.count) elements")
    outputs.append((name, sample, shape))
  }

  /// Measures an array against an expected one, as `SUBJECT.METRIC` for each metric.
  ///
  /// - Parameters:
  ///   - subject: what is compared; `""` records `METRIC` alone.
  ///   - metrics: comparisons.
  /// - Throws: `SampleMismatch` where the counts differ; nothing is measured then.
  public func compare<Actual: SampleElement, Expected: SampleElement>(
    _ subject: String, _ actual: some Collection<Actual>, to expected: some Collection<Expected>,
    _ metrics: Metric...
  ) throws {
    try compare(subject, Sample(actual), to: Sample(expected), metrics)
  }

  /// Measures an array against an expected one, where the falsifier compares one thing only.
  public func compare<Actual: SampleElement, Expected: SampleElement>(
    _ actual: some Collection<Actual>, to expected: some Collection<Expected>, _ metrics: Metric...
  ) throws {
    try compare("", Sample(actual), to: Sample(expected), metrics)
  }

  /// The same of samples.
  package func compare(_ subject: String, _ actual: Sample, to expected: Sample, _ metrics: [Metric]) throws {
    for metric in metrics {
      try record(subject, metric.rawValue, of: actual, against: expected) { try metric.of($0, against: expected) }
      keep(subject, metric.rawValue, actual, expected, metric.measure)
      keepPortable(subject, metric.rawValue)
    }
  }

  /// The bound of each element, by the functions that the contract names for a subject.
  func evaluateBound(
    _ subject: String, _ arguments: BoundArguments, actual: Sample, expected: Sample
  ) throws -> [Double] {
    bounds[subject] = try named.functions(of: subject)
    return try named.evaluate(subject, arguments, actual: actual, expected: expected)
  }

  /// Has the distances of a comparison counted in the evidence.
  func keepPortable(_ subject: String, _ metric: String) {
    if portable[subject] == nil { portable[subject] = Self.name(subject, metric) }
  }

  /// Measures an array by itself, as `SUBJECT.METRIC` for each metric.
  public func measure<Element: SampleElement>(
    _ subject: String, _ values: some Collection<Element>, _ metrics: Metric...
  ) throws {
    try measure(subject, Sample(values), metrics)
  }

  /// The same of a sample.
  package func measure(_ subject: String, _ sample: Sample, _ metrics: [Metric]) throws {
    for metric in metrics { try record(subject, metric.rawValue, of: sample) { try metric.of($0) } }
  }

  /// Measures an array by itself, where the falsifier measures one thing only.
  public func measure<Element: SampleElement>(_ values: some Collection<Element>, _ metrics: Metric...) throws {
    for metric in metrics { try measure("", values, metric) }
  }

  /// Records the bit pattern of one number, as `SUBJECT.bits`.
  public func bits<Element: SampleElement>(_ subject: String, _ value: Element) {
    bits(subject, of: Sample([value]))
  }

  /// The same of a sample of one element.
  package func bits(_ subject: String, of sample: Sample) {
    precondition(sample.count == 1, "the bits of \(sample.count) elements")
    take(subject, "bits", of: sample) { .text($0.hexadecimal(0)) }
  }

  /// Records the SHA-256 of an array's raw little-endian bytes, as `SUBJECT.sha256`.
  public func sha256<Element: SampleElement>(_ subject: String, _ values: some Collection<Element>) {
    sha256(subject, of: Sample(values))
  }

  /// The same of a sample.
  package func sha256(_ subject: String, of sample: Sample) {
    take(subject, "sha256", of: sample) { .text($0.withBytes { Digest(ofPieces: [$0]) }.description) }
  }

  /// Counts the variants of a kernel whose output differs from the reference's in any bit, as
  /// `SUBJECT.variants_differing`. How many could run here is not told: evidence is the same on
  /// every machine.
  public func countVariants<Element: SampleElement>(
    _ subject: String, _ variants: [[Element]], differingFrom reference: [Element]
  ) {
    countVariants(subject, variants.map { Sample($0) }, differingFrom: Sample(reference))
  }

  /// The same of samples.
  package func countVariants(_ subject: String, _ variants: [Sample], differingFrom expected: Sample) {
    defer { expected.release() }
    let differing = variants.count { variant in
      defer { variant.release() }
      return variant != expected
    }
    set(
      subject, "variants_differing", Evidence.Measurement(.count(UInt64(differing)), over: Self.extent(expected)))
    // Of wrong arrays, as of one variant: how many there are depends on the machine.
    remember(subject, "variants_differing", of: expected, against: expected) { .count($0 == expected ? 0 : 1) }
  }

  /// Counts the variants that differ, where the falsifier has one kernel only.
  public func countVariants<Element: SampleElement>(_ variants: [[Element]], differingFrom reference: [Element]) {
    countVariants("", variants, differingFrom: reference)
  }

  /// Stores a number that was computed elsewhere. It is shown as asserted, and discharges nothing.
  public func assert(_ name: String, _ value: Double) {
    precondition(measurements[name] == nil, "\(name) is measured twice")
    measurements[name] = Evidence.Measurement(.real(value), over: nil, isAsserted: true)
  }

  /// Takes a metric of an array and stores it under a name that is free.
  ///
  /// - Parameters:
  ///   - expected: what the array is compared with, where the metric compares.
  ///   - bound: how far each element may be from the expected one, where the metric has such a bound.
  ///   - extent: what it was taken over, where that is not the whole array.
  ///   - measure: the metric, of this array and of others with the same type and number of elements.
  func record(
    _ subject: String, _ metric: String, of array: Sample, against expected: Sample? = nil, bound: [Double]? = nil,
    over extent: String? = nil, _ measure: @escaping (Sample) throws -> Measured
  ) throws {
    try take(subject, metric, of: array, against: expected, bound: bound, over: extent) { sample in
      switch try measure(sample) {
      // Which NaN an operation gives depends on the processor; evidence does not.
      case .real(let number): .real(number.isNaN ? .nan : number)
      case .count(let count): .count(count)
      }
    }
  }

  private func take(
    _ subject: String, _ metric: String, of array: Sample, against expected: Sample? = nil, bound: [Double]? = nil,
    over extent: String? = nil, _ measure: @escaping (Sample) throws -> Evidence.Measurement.Value
  ) rethrows {
    defer {
      array.release()
      expected?.release()
    }
    set(subject, metric, Evidence.Measurement(try measure(array), over: extent ?? Self.extent(array)))
    remember(subject, metric, of: array, against: expected, bound: bound, measure)
  }

  /// Keeps a measurement to be taken of wrong arrays.
  private func remember(
    _ subject: String, _ metric: String, of array: Sample, against expected: Sample?, bound: [Double]? = nil,
    _ measure: @escaping (Sample) throws -> Evidence.Measurement.Value
  ) {
    let taken = TakenMeasurement(name: Self.name(subject, metric), expected: expected, bound: bound, measure: measure)
    self.taken.append((array, taken))
  }

  /// Keeps what a metric was taken of, for the report of a failure.
  func keep(_ subject: String, _ metric: String, _ actual: Sample, _ expected: Sample, _ measure: ErrorMeasure) {
    let shape = shape(of: actual)
    comparisons[Self.name(subject, metric)] = Comparison(
      actual: actual, expected: expected, measure: measure, shape: shape)
  }

  /// The shape of an array: that of the output that it is, else one extent.
  func shape(of array: Sample) -> [Int] {
    defer { array.release() }
    let output = outputs.first { output in
      defer { output.sample.release() }
      return output.sample == array
    }
    return output?.shape ?? [array.count]
  }

  private func set(_ subject: String, _ metric: String, _ measurement: Evidence.Measurement) {
    let name = Self.name(subject, metric)
    precondition(measurements[name] == nil, "\(name) is measured twice")
    measurements[name] = measurement
  }

  private static func name(_ subject: String, _ metric: String) -> String {
    subject.isEmpty ? metric : "\(subject).\(metric)"
  }

  /// What a measurement was taken over, such as `3584 f32`.
  static func extent(_ sample: Sample) -> String { "\(sample.count) \(sample.dtype.rawValue)" }
}
