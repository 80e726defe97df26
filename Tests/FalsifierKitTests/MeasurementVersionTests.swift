import ContractKit
import Foundation
import Metrics
import Provenance
import XCTest

/// The versions by which recorder and metrics count in keys: each moves when golden arrays come to give another
/// result, and every table has the same.
///
/// `PV_WRITE_GOLDEN=1` writes Golden/measurements.json anew and fails the run, so that no run passes on what it has
/// just written; it refuses where a result changed and its version did not.
final class MeasurementVersionTests: XCTestCase {
  private func root() throws -> String { try XCTUnwrap(PackageRoot.above(#filePath)) }

  private func text(_ path: String) throws -> String {
    String(decoding: try Files.read("\(root())/\(path)"), as: UTF8.self)
  }

  // MARK: Golden arrays

  func testTheSameArraysGiveTheSameResults() throws {
    let path = "\(try root())/Tests/FalsifierKitTests/Golden/measurements.json"
    let (now, then) = (try GoldenMeasurements.taken(self), try GoldenMeasurements(reading: Files.read(path)))
    guard ProcessInfo.processInfo.environment["PV_WRITE_GOLDEN"] == "1" else {
      for difference in now.differences(from: then) { XCTFail(difference) }
      return XCTAssertEqual(try Files.read(path), then.bytes, "the file's form is canonical")
    }
    let refusals = now.refusals(toReplace: then)
    for refusal in refusals { XCTFail(refusal) }
    guard refusals.isEmpty else { return }
    try Files.replace(path, with: now.bytes)
    XCTFail("written: look at the difference, then run without PV_WRITE_GOLDEN")
  }

  func testResultsDoNotDependOnTheRun() throws {
    XCTAssertEqual(try GoldenMeasurements.taken(self).entries, try GoldenMeasurements.taken(self).entries)
  }

  func testEveryMetricHasResultsThatDiffer() throws {
    for (name, entry) in try GoldenMeasurements.taken(self).entries {
      XCTAssertGreaterThan(Set(entry.results.values).count, 2, name)
    }
  }

  func testAChangedResultIsADifferenceAndIsNotWrittenUnderTheSameVersion() {
    func golden(_ version: String, _ results: [String: String]) -> GoldenMeasurements {
      GoldenMeasurements(["metric#nmse": .init(version: version, results: results)])
    }
    let then = golden("2", ["a": "1", "b": "2"])
    XCTAssertEqual(then.differences(from: then), [])
    XCTAssertEqual(then.refusals(toReplace: then), [])
    let changed = golden("2", ["a": "1", "b": "3"])
    XCTAssertEqual(
      changed.differences(from: then),
      [
        "metric#nmse gives another result: raise its version and run PV_WRITE_GOLDEN=1 "
          + "swift test --filter FalsifierKitTests.MeasurementVersionTests (b: 3, not 2)"
      ])
    XCTAssertEqual(changed.refusals(toReplace: then).count, 1)
    XCTAssertEqual(golden("2", ["a": "1"]).refusals(toReplace: then).count, 1, "one that is gone is no longer held")
    XCTAssertEqual(golden("1", ["a": "1", "b": "3"]).refusals(toReplace: then).count, 1, "a version that went down")
    for now in [
      golden("3", ["a": "1", "b": "3"]), golden("2", ["a": "1", "b": "2", "c": "3"]), GoldenMeasurements([:]),
    ] {
      XCTAssertEqual(now.differences(from: then).count, 1)
      XCTAssertEqual(now.refusals(toReplace: then), [])
    }
    XCTAssertEqual(then.differences(from: GoldenMeasurements([:])).count, 1)
  }

  func testWhatIsWrittenIsRead() throws {
    let golden = GoldenMeasurements(["recorder": .init(version: "1", results: ["a \"b\"": "é\n"])])
    XCTAssertEqual(try GoldenMeasurements(reading: golden.bytes).entries, golden.entries)
  }

  // MARK: Tables

  func testEveryMetricHasAVersionInTheOrderOfTheDocument() {
    XCTAssertEqual(MeasurementVersions.metrics.map(\.name), MetricName.all)
    for version in [MeasurementVersions.recorder] + MeasurementVersions.metrics.map(\.version) {
      XCTAssertEqual(Int(version).map(String.init), version)
      XCTAssertGreaterThan(Int(version) ?? 0, 0)
    }
  }

  /// A word that no source needs to write would leave a metric out of keys.
  func testTheSwiftNamesAreThoseOfTheInterface() throws {
    let probe = try ["Probe", "Probe+Bounds", "Drift"].map { try text("Sources/Measuring/\($0).swift") }.joined()
    for metric in MeasurementVersions.metrics {
      if let known = Metric(rawValue: metric.name) {
        XCTAssertEqual(metric.swiftName, "\(known)")
      } else {
        XCTAssertTrue(
          ["(", "<"].contains { probe.contains("public func \(metric.swiftName)\($0)") }, metric.swiftName)
      }
    }
  }

  func testTheDocumentHasTheSameVersions() throws {
    let document = try text("docs/metrics.md")
    let rows = document.replacingOccurrences(of: "\\|", with: "").split(separator: "\n")
      .filter { $0.hasPrefix("| `") }.prefix(MeasurementVersions.metrics.count)
      .map { row in row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
    XCTAssertEqual(rows.map(\.count), rows.map { _ in 6 })
    XCTAssertEqual(
      rows.map { [$0[0], $0[4], $0[5]] },
      MeasurementVersions.metrics.map { ["`\($0.name)`", "`\($0.swiftName)`", $0.version] })
    let prose = document.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    XCTAssertTrue(prose.contains("The version of the recorder is \(MeasurementVersions.recorder)."))
  }

  /// Those of the metrics it reads from docs/metrics.md.
  func testTheSecondVerifierHasTheSameVersionOfTheRecorder() throws {
    let lines = try text("scripts/second-verifier/versions.py").split(separator: "\n").map(String.init)
    XCTAssertTrue(lines.contains("RECORDER = \(MeasurementVersions.recorder)"))
  }
}
