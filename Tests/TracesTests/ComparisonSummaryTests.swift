import Base
import Foundation
import Models
import XCTest

@testable import Traces

/// Criteria for pairs, and what a comparison says of all of them.
final class ComparisonSummaryTests: XCTestCase {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("summary-\(UUID().uuidString)")
    .path

  override func setUpWithError() throws { try Files.makeFolder(folder) }
  override func tearDownWithError() throws { try FileManager.default.removeItem(atPath: folder) }

  private func file(_ name: String, _ tensors: [(String, [Float])]) throws -> String {
    let tensors = try tensors.map { try Tensor(name: $0.0, shape: [$0.1.count], values: $0.1) }
    try SafetensorsWriter.write(tensors, to: "\(folder)/\(name)")
    return "\(folder)/\(name)"
  }

  private func comparison() throws -> Comparison {
    try Comparison.of(
      file("a", [("same", [1, 2]), ("turned", [3, 4]), ("long", [1, 0])]),
      file("b", [("same", [1, 2]), ("turned", [4, 3]), ("long", [5, 0])]))
  }

  private func outside(_ comparison: Comparison, _ criterion: ComparisonCriterion) -> [String] {
    ComparisonSummary(comparison, criteria: [criterion]).judged[0].outside.map(\.a)
  }

  func testCriteriaAreForEveryPair() throws {
    let comparison = try comparison()
    XCTAssertEqual(outside(comparison, .atMost(absolute: 1, "1")), ["long"])
    XCTAssertEqual(outside(comparison, .atMost(absolute: 4, "4")), [])
    XCTAssertEqual(outside(comparison, .atLeast(cosine: 0.96, "c")), [])
    XCTAssertEqual(outside(comparison, .atLeast(cosine: 0.961, "c")), ["turned"])
    XCTAssertEqual(outside(comparison, .init("bits", .bitsDiffering) { $0 == 0 }).sorted(), ["long", "turned"])
    XCTAssertNil(ComparisonSummary(comparison).isWithin)
    let both = ComparisonSummary(comparison, criteria: [.atMost(absolute: 4, "4"), .atLeast(cosine: 0.961, "c")])
    XCTAssertEqual(both.isWithin, false)
    XCTAssertEqual(both.worst.map(\.a), ["turned", "long"], "what is identical is no worst tensor")
  }

  func testTheTextHasTheSummary() throws {
    let text = try comparison().text(limit: 0, criteria: [.atLeast(cosine: 0.961, "--min-cosine 0.961")])
    for line in [
      "least cosine: turned 0.96", "largest max abs: long 4", "worst tensors, by cosine: turned 0.96, long 1",
      "--min-cosine 0.961: 1 of 3 pairs outside: turned 0.96", "verdict: outside",
    ] {
      XCTAssertTrue(text.contains("\(line)\n"), "\(line) in \(text)")
    }
    XCTAssertFalse(text.contains("worst elements"))
    let json = try comparison().json(criteria: [.atMost(absolute: 4, "4")])
    XCTAssertEqual(json["summary"]?["within"], .bool(true))
    XCTAssertEqual(json["schema"]?.string, "pv-comparison")
  }

  func testNaNIsOutsideWhateverIsAskedFor() throws {
    let comparison = try Comparison.of(file("a", [("t", [1, 2])]), file("b", [("t", [1, .nan])]))
    XCTAssertEqual(outside(comparison, .atMost(absolute: 1e30, "x")), ["t"])
    XCTAssertEqual(outside(comparison, .atLeast(cosine: -1, "x")), ["t"])
    XCTAssertEqual(outside(comparison, .init("x", .cosine) { _ in true }), ["t"])
    XCTAssertTrue(comparison.text(limit: 1).contains("least cosine: t nan"))
  }

  func testWhatIsNotComparedIsOutside() throws {
    let comparison = try Comparison.of(file("a", [("t", [1]), ("u", [1])]), file("b", [("t", [1])]))
    XCTAssertEqual(ComparisonSummary(comparison, criteria: [.atMost(absolute: 1, "1")]).isWithin, false)
    XCTAssertTrue(
      comparison.text(limit: 1, criteria: [.atMost(absolute: 1, "1")])
        .contains("verdict: outside: what was compared is within, and 1 could not be compared"))
    XCTAssertTrue(comparison.text(limit: 1).hasSuffix("verdict: incomplete: 1 could not be compared\n"))
    let nothing = try Comparison.of(file("a", [("t", [1])]), file("b", [("u", [1])]))
    XCTAssertTrue(
      nothing.text(limit: 1, criteria: [.atMost(absolute: 1, "1")])
        .hasSuffix("verdict: outside: nothing could be compared\n"))
  }

  func testBisectionOfTracesSaysWhatWasNotCompared() throws {
    for (name, layers) in [("x", 2), ("y", 3)] {
      let writer = TraceWriter(folder: "\(folder)/\(name)", selection: .all)
      for layer in 0..<layers {
        try [Float(1)].withUnsafeBufferPointer {
          try writer.take(StagePoint(.ffnUp, layer: layer), shape: [1, 1], $0)
        }
      }
    }
    let part = try TraceBisection("\(folder)/x", "\(folder)/y", accepted: nil)
    XCTAssertNil(part.first)
    XCTAssertEqual(
      part.verdict,
      "of the 2 captures that were compared none differs; not compared: layer-2/ffn_up is missing in \(folder)/x")
    XCTAssertEqual(part.json["not_compared"]?.array?.count, 1)
    let whole = try TraceBisection("\(folder)/x", "\(folder)/x", accepted: 0.5)
    XCTAssertEqual(whole.verdict, "no capture differs by more than 0.5, of 2 that were compared")
  }
}
