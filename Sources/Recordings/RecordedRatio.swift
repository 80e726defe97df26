import ContractKit
import Measuring
import Metrics

/// What a `ratio` of a recording has beside its output: by which metric two drifts are measured, and which they are.
///
/// The first is that of the output from what is expected; the second, its unit, is that of one array from another.
struct RecordedRatio {
  private let metric: Metric
  private let name: String
  /// Of the same kernel, in place of an array that is expected.
  private let expectedOutput: String?
  private let unit: (name: String, array: RecordedArray, expected: RecordedArray)

  init(_ members: RecordingMembers, _ folder: RecordingFolder) throws {
    let by = try members.text("of")
    guard let metric = Metric(rawValue: by), metric.isComparison else {
      throw members.error(
        "of", "is \(by), which is no metric of two arrays",
        help: "name one of them, such as relative_l2 (docs/metrics.md)")
    }
    self.metric = metric
    name = try Self.name(members)
    expectedOutput = try members.has("expected_output") ? members.text("expected_output") : nil
    guard (expectedOutput == nil) == members.has("expected") else {
      throw members.error(
        "expected", members.has("expected") ? "stands beside expected_output" : "is missing",
        help: "name one array, or one output of the same kernel as `expected_output`")
    }
    let unit = try members.object("unit", allowing: ["name", "array", "expected"])
    self.unit = (
      try Self.name(unit), try folder.array(unit.text("array")), try folder.array(unit.text("expected"))
    )
  }

  private static func name(_ members: RecordingMembers) throws -> String {
    let name = try members.text("name")
    let isName = name.utf8.allSatisfy { byte in
      0x61...0x7A ~= byte || 0x30...0x39 ~= byte || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
    }
    guard isName, !name.isEmpty else {
      throw members.error("name", "is not a name of a drift", help: "write small letters, digits, `_` and `.`")
    }
    return name
  }

  /// Whether both drifts can be measured.
  ///
  /// - Throws: `RecordingError`.
  func check(_ measure: RecordedMeasure, _ real: Recording.Kernel, _ file: String) throws {
    let output = real.outputs[measure.output]!
    if let expectedOutput, real.outputs[expectedOutput] == nil || expectedOutput == measure.output {
      throw RecordingError(
        file, "\(measure.place).expected_output is \(expectedOutput), which is no other output of the real kernel",
        help: "name one of \(real.names.filter { $0 != measure.output }.joined(separator: ", "))")
    }
    try Self.requirePair(output, measure.expected ?? real.outputs[expectedOutput!]!, metric)
    try Self.requirePair(unit.array, unit.expected, metric)
  }

  private static func requirePair(_ actual: RecordedArray, _ expected: RecordedArray, _ metric: Metric) throws {
    guard actual.shape == expected.shape, metric != .bitsDiffering || actual.dtype == expected.dtype else {
      throw RecordingError(
        expected.path, array: expected.name,
        "it is \(expected.dtype.rawValue) \(expected.shape), and \(actual.name) is \(actual.dtype.rawValue) \(actual.shape)",
        help: "a drift compares two arrays of the same shape and, for bits, of the same type")
    }
    guard actual.count > 0 else {
      throw RecordingError(actual.path, array: actual.name, "it has no element", help: "record at least one case")
    }
  }

  /// Takes it of what a kernel gave.
  func take(
    _ probe: Probe, _ measure: RecordedMeasure, outputs: [String: Sample], read: (RecordedArray) throws -> Sample
  ) throws {
    let expected = try measure.expected.map(read) ?? outputs[expectedOutput!]!
    try probe.ratio(
      measure.subject, of: Drift(name, of: outputs[measure.output]!, from: expected),
      to: Drift(unit.name, of: read(unit.array), from: read(unit.expected)), metric)
  }
}
