import ContractKit
import Measuring
import Metrics

/// One entry of `measure`: a metric of an output, which pv computes.
struct RecordedMeasure {
  /// Such as `measure[2]`.
  let place: String
  let subject: String
  /// As the recording spells it.
  let metric: String
  private let kind: Kind
  let output: String
  let expected: RecordedArray?
  /// Of `variants_differing`: the outputs of other variants of the same kernel.
  let variants: [String]
  /// Of `ratio`.
  let ratio: RecordedRatio?
  /// The arrays that bound functions take.
  let arguments: [String: RecordedArray]
  /// Whether each row of the output has arguments of its own.
  let isByRow: Bool
  let k: Int?
  let isPortable: Bool

  /// What a metric is computed of: samples alone, or something besides.
  private enum Kind: Equatable {
    case simple(Metric)
    case compound(CompoundMetric)

    init?(_ name: String) {
      if let metric = Metric(rawValue: name) {
        self = .simple(metric)
      } else if let metric = CompoundMetric(rawValue: name) {
        self = .compound(metric)
      } else {
        return nil
      }
    }

    /// Whether it is computed of an array that is expected, too.
    var isComparison: Bool {
      switch self {
      case .simple(let metric): metric.isComparison
      case .compound(.topKMismatches), .compound(.outsideBound), .compound(.boundRatio): true
      case .compound(.ratio), .compound(.variantsDiffering), .compound(.bits), .compound(.sha256): false
      }
    }
  }

  init(_ json: JSON, _ place: String, _ folder: RecordingFolder) throws {
    let members = try RecordingMembers(
      json, place, of: folder.manifestPath,
      allowing: [
        "subject", "metric", "output", "expected", "arguments", "rows", "k", "portable", "variants", "of", "name",
        "unit",
        "expected_output",
      ])
    self.place = place
    subject = try members.has("subject") ? members.text("subject") : ""
    metric = try members.text("metric")
    output = try members.text("output")
    expected = try members.has("expected") ? folder.array(members.text("expected")) : nil
    arguments = try members.map("arguments") { try folder.array($0.text($1)) }
    isByRow = try members.has("rows") && members.flag("rows")
    k = try members.has("k") ? members.integer("k") : nil
    isPortable = try !members.has("portable") || members.flag("portable")
    guard let kind = Kind(metric) else {
      throw members.error(
        "metric", "is \(metric), which is no metric that pv computes",
        help: Suggestion.nearest(to: metric, among: MetricName.all).map { "did you mean `\($0)`?" }
          ?? "docs/metrics.md has them all; what the recorder computes itself goes under `asserted`")
    }
    self.kind = kind
    variants = try members.has("variants") ? members.texts("variants") : []
    guard variants.isEmpty == (kind != .compound(.variantsDiffering)) else {
      throw members.error(
        "variants", variants.isEmpty ? "is missing, or empty" : "is there, and \(metric) takes none",
        help: "`variants_differing` names the outputs of the other variants of the same kernel, and nothing else does")
    }
    ratio = kind == .compound(.ratio) ? try RecordedRatio(members, folder) : nil
    if ratio == nil, let other = ["of", "name", "unit", "expected_output"].first(where: members.has) {
      throw members.error(other, "is there, and \(metric) takes none", help: "only `ratio` does")
    }
  }

  /// Whether the bound of each element is evaluated.
  var isBound: Bool { kind == .compound(.outsideBound) || kind == .compound(.boundRatio) }

  /// Whether it is of the same arrays as another one that evaluates a bound.
  func isSameEvaluation(as other: Self) -> Bool {
    (output, expected?.name, isByRow, isPortable) == (
      other.output, other.expected?.name, other.isByRow, other.isPortable
    )
      && arguments.mapValues(\.name) == other.arguments.mapValues(\.name)
  }

  /// The measurements that it gives.
  var names: [String] {
    func name(_ metric: String) -> String { subject.isEmpty ? metric : "\(subject).\(metric)" }
    guard isBound else { return [name(metric)] }
    return [name("outside_bound")] + (isPortable ? [name("bound_ratio")] : [])
  }

  /// Whether it fits what the real kernel gave.
  ///
  /// - Throws: `RecordingError`.
  func check(_ real: Recording.Kernel, _ file: String) throws {
    guard let array = real.outputs[output] else {
      throw RecordingError(
        file, "\(place).output is \(output), and the real kernel has \(real.names.joined(separator: ", "))",
        help: "name one of its outputs")
    }
    if let ratio { return try ratio.check(self, real, file) }
    for variant in variants {
      guard let other = real.outputs[variant], variant != output else {
        throw RecordingError(
          file, "\(place).variants names \(variant), which is no other output of the real kernel",
          help: "record what each variant returns as an output of its own, of every kernel")
      }
      guard other.dtype == array.dtype, other.shape == array.shape else {
        throw RecordingError(
          other.path, array: other.name,
          "it is \(other.dtype.rawValue) \(other.shape), and \(output) is \(array.dtype.rawValue) \(array.shape)",
          help: "variants of a kernel return arrays of the same type and shape")
      }
    }
    let isComparison = kind.isComparison
    guard isComparison == (expected != nil) else {
      throw RecordingError(
        file, "\(place): \(metric) \(isComparison ? "compares, and `expected` is missing" : "compares with nothing")",
        help: isComparison ? "name the array of an oracle" : "leave `expected` out")
    }
    if let expected, expected.shape != array.shape {
      throw RecordingError(
        expected.path, array: expected.name, "its shape is \(expected.shape), and \(output) has \(array.shape)",
        help: "record what is expected in the shape of the output")
    }
    if let expected, kind == .simple(.bitsDiffering), expected.dtype != array.dtype {
      throw RecordingError(
        expected.path, array: expected.name,
        "its type is \(expected.dtype.rawValue), and \(output) has \(array.dtype.rawValue): their bits cannot be compared",
        help: "record what is expected in the type of the output, or measure max_abs_error")
    }
    if kind == .compound(.bits), array.count != 1 {
      throw RecordingError(
        array.path, array: array.name, "`bits` is of one number, and it has \(array.count)",
        help: "measure sha256 of it")
    }
    guard array.count > 0 else {
      throw RecordingError(array.path, array: array.name, "it has no element", help: "record at least one case")
    }
    if kind == .compound(.topKMismatches), !(1...array.count).contains(k ?? 0) {
      throw RecordingError(
        file, "\(place).k is not a number from 1 to \(array.count)", help: "say how many are compared")
    }
    if isByRow { try checkRows(array) }
  }

  private func checkRows(_ array: RecordedArray) throws {
    let rows = array.count / max(array.shape.last ?? 1, 1)
    for argument in arguments.values where argument.shape.first != rows {
      throw RecordingError(
        argument.path, array: argument.name, "its shape is \(argument.shape), and there are \(rows) rows",
        help: "give its first extent the number of rows of \(output)")
    }
  }

  /// Takes it of what a kernel gave.
  ///
  /// - Parameter samples: the outputs of the kernel, and the arrays that are expected, by name.
  func take(_ probe: Probe, outputs: [String: Sample], read: (RecordedArray) throws -> Sample) throws {
    let actual = outputs[output]!
    switch kind {
    case .compound(.bits): probe.bits(subject, of: actual)
    case .compound(.sha256): probe.sha256(subject, of: actual)
    case .compound(.variantsDiffering): probe.countVariants(subject, variants.map { outputs[$0]! }, differingFrom: actual)
    case .compound(.ratio): try ratio!.take(probe, self, outputs: outputs, read: read)
    case .compound(.topKMismatches): try probe.countTopK(k!, subject, actual, of: read(expected!))
    case .compound(.outsideBound), .compound(.boundRatio):
      let expected = try read(expected!)
      try probe.countOutside(
        subject, actual, of: expected, bound: try bound(elements: actual.count, read), isPortable: isPortable)
    case .simple(let metric):
      if let expected {
        try probe.compare(subject, actual, to: read(expected), [metric])
      } else {
        try probe.measure(subject, actual, [metric])
      }
    }
  }

  private func bound(elements: Int, _ read: (RecordedArray) throws -> Sample) throws -> BoundArguments {
    let samples = try arguments.mapValues(read)
    defer { samples.values.forEach { $0.release() } }
    guard isByRow, let rows = arguments.values.first?.shape.first, rows > 0 else {
      return BoundArguments(groups: [(count: elements, arrays: samples.mapValues { $0.values(0..<$0.count) })])
    }
    return BoundArguments(
      groups: (0..<rows).map { row in
        let parts = samples.mapValues { sample in
          sample.values(row * (sample.count / rows)..<(row + 1) * (sample.count / rows))
        }
        return (count: elements / rows, arrays: parts)
      })
  }
}

extension Sample {
  /// Some of the elements in binary64.
  fileprivate func values(_ range: Range<Int>) -> [Double] { range.map(value) }
}
