import FalsifierKit
import Metrics
import XCTest

import ContractKit

/// docs/metrics.md against the code: every metric has its row, and the table of edges is what the
/// metrics give.
final class MetricDocumentTests: XCTestCase {
  private func document() throws -> [String] {
    let root = try XCTUnwrap(PackageRoot.above(#filePath))
    return String(decoding: try Files.read("\(root)/docs/metrics.md"), as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// Verdicts and rules know metrics by name; the recorder computes them.
  func testEveryMetricTheRecorderComputesIsKnownToContracts() {
    let others = [
      "bits", "sha256", "outside_bound", "bound_ratio", "top_k_mismatches", "ratio", "variants_differing",
    ]
    XCTAssertEqual(Set(Metric.allCases.map(\.rawValue) + others).symmetricDifference(MetricName.all), [])
    XCTAssertEqual(Set(MetricName.all).count, MetricName.all.count)
  }

  func testEveryMetricHasARowInOrderWithItsDirection() throws {
    let rows = try document().filter { $0.hasPrefix("| `") }.prefix(MetricName.all.count)
    XCTAssertEqual(rows.map { $0.split(separator: "`")[1] }.map(String.init), MetricName.all)
    for row in rows {
      let name = String(row.split(separator: "`")[1])
      let direction = row.replacingOccurrences(of: "\\|", with: "").split(separator: "|").dropFirst(3).first?
        .trimmingCharacters(in: .whitespaces)
      let expected =
        MetricName.smallerIsBetter.contains(name) ? "smaller" : MetricName.largerIsBetter.contains(name) ? "larger" : ""
      XCTAssertEqual(direction, expected, name)
    }
  }

  func testTheTableOfEdgesIsWhatTheMetricsGive() throws {
    let lines = try document()
    let start = try XCTUnwrap(lines.firstIndex(of: "<!-- edges -->"))
    let end = try XCTUnwrap(lines.firstIndex(of: "<!-- /edges -->"))
    let expected = try edges()
    XCTAssertEqual(
      lines[(start + 1)..<end].joined(separator: "\n"), expected, "docs/metrics.md should read:\n\(expected)")
  }

  private static let cases: [(name: String, actual: [Float], expected: [Float])] = [
    ("two zero vectors", [0, 0], [0, 0]), ("e zero", [1, 0], [0, 0]), ("a zero", [0, 0], [1, 0]),
    ("−0 against 0", [-0.0, 1], [0, 1]), ("infinity in both", [.infinity, 1], [.infinity, 1]),
    ("infinity in a", [.infinity, 1], [2, 1]), ("NaN in a", [.nan, 1], [2, 1]), ("NaN in both", [.nan, 1], [.nan, 1]),
  ]

  private func edges() throws -> String {
    func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    let compared = MetricName.all.prefix { $0 != "ratio" }
    let body = try compared.map { name in
      row(["`\(name)`"] + (try Self.cases.map { try display(name, Sample($0.actual), Sample($0.expected)) }))
    }
    return ([row(["metric"] + Self.cases.map(\.name)), row(["---"] + Self.cases.map { _ in "---" })] + body)
      .joined(separator: "\n")
  }

  private func display(_ name: String, _ actual: Sample, _ expected: Sample) throws -> String {
    let bounded = try BoundedError(actual: actual, expected: expected, bound: [1, 2])
    let value: Measured =
      switch name {
      case "outside_bound": .count(bounded.outside)
      case "bound_ratio": .real(bounded.largestRatio)
      case "top_k_mismatches": .count(try topKMismatches(1, actual: actual, expected: expected))
      default: try XCTUnwrap(Metric(rawValue: name)).of(actual, against: expected)
      }
    return switch value {
    case .real(let number): Evidence.Measurement(.real(number), over: nil).display
    case .count(.max): "2^64 − 1"
    case .count(let count): String(count)
    }
  }
}
