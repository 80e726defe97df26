/// A small input of a rule: its test and its documentation.
///
/// Only the parts of a contract that matter are written; the test completes the rest with
/// ``skeleton``. `⟪` and `⟫` enclose each place where a finding is expected.
public struct RuleExample: Sendable {
  /// A file of the example.
  public struct File: Sendable {
    /// From the root of an example package.
    public let path: String
    /// Marks included.
    public let bytes: [UInt8]

    /// A file with text.
    public init(_ path: String, _ text: String) {
      self.path = path
      bytes = Array(text.utf8)
    }

    /// A file that is no text.
    public init(_ path: String, bytes: [UInt8]) {
      self.path = path
      self.bytes = bytes
    }
  }

  /// The files, those that are no contracts included.
  public let files: [File]
  /// Whether the contracts are used as they stand, without the skeleton.
  public let isComplete: Bool

  /// An example of several files; those below `contracts/` are validated.
  public init(files: [File], isComplete: Bool = false) {
    self.files = files
    self.isComplete = isComplete
  }

  /// An example of one contract, `contracts/softmax-v1.yaml`.
  package init(_ text: String) {
    self.init(files: [File(Self.contractPath, text)])
  }

  /// An example of one contract that is used as it stands.
  package static func complete(_ text: String) -> RuleExample {
    RuleExample(files: [File(Self.contractPath, text)], isComplete: true)
  }

  static let contractPath = "contracts/softmax-v1.yaml"

  /// The example for a reader: marks removed.
  public var displayText: String {
    files.map { file in
      let text = String(decoding: Self.unmarked(file.bytes).bytes, as: UTF8.self)
      return files.count == 1 ? text : "# \(file.path)\n\(text)"
    }.joined(separator: "\n")
  }

  /// The bytes without the marks, and the stretches that the marks enclosed.
  public static func unmarked(_ bytes: [UInt8]) -> (bytes: [UInt8], marks: [Range<Int>]) {
    let opening = Array("⟪".utf8)
    let closing = Array("⟫".utf8)
    var result: [UInt8] = []
    var marks: [Range<Int>] = []
    var start: Int?
    var index = 0
    while index < bytes.count {
      if bytes[index...].starts(with: opening) {
        start = result.count
        index += opening.count
      } else if let begun = start, bytes[index...].starts(with: closing) {
        marks.append(begun..<result.count)
        start = nil
        index += closing.count
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return (result, marks)
  }

  /// A contract's text with the top-level sections that it lacks appended.
  public static func completed(_ bytes: [UInt8]) -> [UInt8] {
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    var result = bytes
    for (key, text) in skeleton where !lines.contains(where: { $0.hasPrefix("\(key):") }) {
      result += Array(text.utf8)
    }
    return result
  }

  /// The sections of a contract without faults.
  static let skeleton: [(key: String, text: String)] = [
    (
      "metadata",
      """
      metadata:
        format: pv/1
        version: "1.0.0"
        description: "Softmax"
        references: ["Bridle (1990)"]

      """
    ),
    (
      "equations",
      """
      equations:
        softmax:
          formula: "y_i = exp(x_i - max x) / sum_j exp(x_j - max x)"
          domain: "1 <= n"
          invariants:
            - {id: sums_to_one, statement: "the weights sum to 1"}

      """
    ),
    (
      "faults",
      """
      faults:
        - {class: missing_maximum, violates: [softmax], mutants: [no_max]}

      """
    ),
    ("falsification_tests", falsifierText(["checks": "\n      - {metric: max_abs_error, at_most: 1.0e-6}"])),
  ]

  /// The files of the package that examples live in, beside their contracts.
  public static let package: [File] = [
    File("Package.swift", "// swift-tools-version: 6.2\n"),
    File("Sources/Kernels/Softmax.swift", "public func softmax() {}\n"),
    File("python/test_softmax.py", "def test_softmax(pv): ...\n"),
    File(
      "Tests/Falsifiers/FalsifySoftmax.swift",
      """
      import XCTest

      final class FalsifySoftmax: XCTestCase {
        func testFalsifySM001() throws {}
        func testFalsifySM002() throws {}
      }

      """),
  ]
}
