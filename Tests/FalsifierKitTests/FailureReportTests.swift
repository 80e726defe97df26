import ContractKit
import Metrics
import XCTest

import FalsifierKit
@testable import Measuring

/// What a failed check shows: the worst elements by the check's own metric, where they are, and the
/// shape of the error.
final class FailureReportTests: XCTestCase {
  func testTheReportOfTheDocumentIsWhatTheCodePrints() throws {
    let probe = Probe()
    let actual: [Float] = [2, Float(0.125).nextDown, 1.5, 1]
    probe.output("y", actual, shape: [2, 2])
    try probe.compare(actual, to: [2, 0.125, 1, 1] as [Float], .maxAbsError, .bitsDiffering)
    let report = try XCTUnwrap(probe.comparisons["max_abs_error"]).report
    XCTAssertEqual(
      report,
      [
        "  [1, 0] (element 2) actual 1.5, expected 1.0, absolute error 0.5",
        "  [0, 1] (element 1) actual 0.12499999, expected 0.125, absolute error 7.450581e-9",
        "  elements by |expected| and relative error:",
        "        |e|     none   <=1e-7      <=1",
        "      >=0.1        .        1        .",
        "        >=1        2        .        1",
        "  ulps: 0: 2, 1: 1, >1048576: 1",
      ])
    let root = try XCTUnwrap(PackageRoot.above(#filePath))
    let document = String(decoding: try Files.read("\(root)/docs/metrics.md"), as: UTF8.self)
    XCTAssertTrue(document.contains(report.joined(separator: "\n")))
  }

  func testBitsAreShownWhereBitsAreCompared() throws {
    let probe = Probe()
    try probe.compare("y", [-0.0, .nan] as [Float], to: [0, .nan] as [Float], .bitsDiffering)
    XCTAssertEqual(
      try XCTUnwrap(probe.comparisons["y.bits_differing"]).report.first,
      "  [0] actual -0.0 (0x80000000), expected 0.0 (0x00000000), absolute error 4.940656e-324")
  }

  func testBoundsRankByTheirOwnUnit() throws {
    let probe = Probe(.given())
    try probe.countOutside([2, 11] as [Float], of: [1, 1] as [Double], bound: ["bound": [0.5, 20]])
    XCTAssertEqual(probe.measurements["outside_bound"]?.value, .count(1))
    XCTAssertEqual(probe.measurements["bound_ratio"]?.value, .real(2))
    XCTAssertEqual(
      try XCTUnwrap(probe.comparisons["bound_ratio"]).report.first,
      "  [0] actual 2.0, expected 1.0, error over bound 2")
  }

  func testAnExactComparisonHasNothingToShow() throws {
    let probe = Probe()
    try probe.compare([1] as [Float], to: [1] as [Float], .maxAbsError)
    XCTAssertEqual(try XCTUnwrap(probe.comparisons["max_abs_error"]).report, [])
  }

  func testTheRatioOfTwoDrifts() throws {
    let probe = Probe()
    let small = Drift("first", of: [1.25] as [Float], from: [1] as [Float])
    let large = Drift("last_2", of: [3.0, 4], from: [2.0, 4])
    try probe.ratio("growth", of: large, to: small, .maxAbsError)
    XCTAssertEqual(probe.measurements["growth.ratio"]?.value, .real(4))
    XCTAssertEqual(
      probe.measurements["growth.ratio"]?.over, "max_abs_error of last_2 (2 f64) over that of first (1 f32)")
    try probe.ratio("none", of: small, to: Drift("none", of: [1.0], from: [1.0]), .relativeL2)
    XCTAssertEqual(probe.measurements["none.ratio"]?.value, .real(.infinity))
    XCTAssertThrowsError(try probe.ratio("x", of: small, to: Drift("none", of: [1.0], from: [Double]()), .relativeL2))
    try probe.countTopK(2, "logits", [3, 1, 2] as [Float], of: [1, 3, 2] as [Float])
    XCTAssertEqual(probe.measurements["logits.top_k_mismatches"]?.value, .count(1))
    XCTAssertEqual(probe.measurements["logits.top_k_mismatches"]?.over, "top 2 of 3 f32")
  }
}
