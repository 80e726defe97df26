import ContractKit
import Foundation
import XCTest

/// Witnesses: written by `pv repro`, counted by `pv verify`, shown by `pv status`.
final class WitnessTests: XCTestCase {
  private func claimed(_ project: ReproProject, _ variants: String) throws {
    try project.project.edit(
      VerifyProject.contractPath, "mutants: [tripled]\n    discharge_status: DISCHARGED\n  - id",
      "mutants: [tripled]\n    variants: [\(variants)]\n    discharge_status: DISCHARGED\n  - id")
  }

  func testAWitnessCompletesTheClaimOfAVariantUntilTheEvidenceMoves() throws {
    let project = try ReproProject(self)
    try claimed(project, "scalar")
    XCTAssertEqual(try project.project.status("FALSIFY-SCALE-001"), "PARTIAL_ALGORITHM_LEVEL")
    XCTAssertTrue(try project.project.pv("status").standardOutput.contains("no witness: FALSIFY-SCALE-001 on scalar"))

    let pv = try project.repro("--variation", "scalar", "--witness", "box")
    XCTAssertEqual(pv.exitCode, 0, pv.standardError)
    XCTAssertEqual(try project.project.status("FALSIFY-SCALE-001"), "DISCHARGED")
    XCTAssertEqual(try project.project.pv("verify").exitCode, 0)
    let status = try project.project.pv("status").standardOutput
    XCTAssertTrue(status.contains("witness box (claimed, unsigned): \(Host.architecture) with scalar"), status)
    XCTAssertTrue(status.contains("forced scalar; 2 of 2 falsifiers reproduced"), status)
    XCTAssertFalse(status.contains("no witness:"), status)
    let markdown = try project.project.pv("status", "--format", "markdown").standardOutput
    XCTAssertTrue(markdown.contains("| box | claimed, unsigned | \(Host.architecture) |"), markdown)
    let json = try JSON(reading: Array(try project.project.pv("status", "--format", "json").standardOutput.utf8))
    XCTAssertEqual(json["witnesses"]?.array?.first?["current"]?.integer, 2)
    XCTAssertEqual(json["witnesses"]?.array?.first?["signed"]?.bool, false)

    try project.project.writeEvidence(one: ["max_abs_error": .init(.real(2e-7), over: "3 f32")])
    XCTAssertEqual(try project.project.status("FALSIFY-SCALE-001"), "PARTIAL_ALGORITHM_LEVEL")
    let stale = try project.project.pv("status").standardOutput
    XCTAssertTrue(stale.contains("1 of 2 falsifiers reproduced, 1 stale"), stale)
    let verify = try project.project.pv("verify").standardOutput
    XCTAssertTrue(verify.contains("witness-stale"), verify)
    XCTAssertTrue(
      verify.contains("1 of 2 results, or the implementations behind them, changed since box reproduced them"), verify)
  }

  func testAVariantThatWasNotForcedIsNotCovered() throws {
    let project = try ReproProject(self)
    try claimed(project, "scalar, neon, avx512vnni")
    XCTAssertEqual(try project.repro("--variation", "unvaried", "--witness", "box").exitCode, 0)
    XCTAssertEqual(try project.project.status("FALSIFY-SCALE-001"), "PARTIAL_ALGORITHM_LEVEL")
    let text = try project.project.pv("status").standardOutput
    for variant in ["scalar", "neon", "avx512vnni"] {
      XCTAssertTrue(text.contains("no witness: FALSIFY-SCALE-001 on \(variant)"), text)
    }
  }

  func testNoWitnessIsWrittenWhereAnythingFailed() throws {
    let project = try ReproProject(self)
    try project.vary()
    let pv = try project.repro("--variation", "time-zone", "--witness", "box")
    XCTAssertEqual(pv.exitCode, 1)
    XCTAssertTrue(pv.standardError.contains("no witness is written"), pv.standardError)
    XCTAssertNil(Files.kind(of: "\(project.path)/witnesses"))
    XCTAssertEqual(try PVProcess("repro", "--witness", "../box", in: project.path).exitCode, 64)
  }

  func testAnEditedWitnessCoversNothing() throws {
    let project = try ReproProject(self)
    try claimed(project, "scalar")
    XCTAssertEqual(try project.repro("--variation", "unvaried", "--witness", "box").exitCode, 0)
    try project.project.edit("witnesses/box.json", "\"variants\": []", "\"variants\": [\n    \"scalar\"\n  ]")
    XCTAssertEqual(try project.project.status("FALSIFY-SCALE-001"), "PARTIAL_ALGORITHM_LEVEL")
    let verify = try project.project.pv("verify")
    XCTAssertEqual(verify.exitCode, 1)
    XCTAssertTrue(verify.standardOutput.contains("witness-unreadable"), verify.standardOutput)
  }
}
