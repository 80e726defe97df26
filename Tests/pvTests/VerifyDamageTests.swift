import ContractKit
import XCTest

/// `pv verify` on damaged input: a clear error with the place, and everything else still judged.
final class VerifyDamageTests: XCTestCase {
  private let first = "FALSIFY-SCALE-001"
  private let second = "FALSIFY-SCALE-002"

  private func verify(_ project: VerifyProject, _ code: Int32, _ texts: String..., line: UInt = #line) throws {
    let process = try project.pv("verify")
    XCTAssertEqual(process.exitCode, code, process.standardOutput, line: line)
    for text in texts {
      XCTAssertTrue(process.standardOutput.contains(text), "\(text) is not in:\n\(process.standardOutput)", line: line)
    }
  }

  func testAnEditedMeasurementIsPendingAndTheRestIsJudged() throws {
    let project = try VerifyProject(self)
    try project.edit(VerifyProject.evidenceA, "3e7ad7f29abcaf48", "3e7ad7f29abcaf47")
    XCTAssertEqual(try project.status(first), "PENDING")
    XCTAssertEqual(try project.status(second), "DISCHARGED")
    try verify(project, 1, "evidence-edited", VerifyProject.evidenceA, "edited:", "1 of 2 judged")
  }

  func testAMeasurementForgedAcrossItsThresholdByOneULPIsFalsified() throws {
    let project = try VerifyProject(self)
    // 1.0e-6 is no binary64 number: the nearest one below holds, the next above does not.
    let below = 1e-6
    XCTAssertTrue(below.nextUp > below)
    try project.writeEvidence(one: ["max_abs_error": .init(.real(below), over: "3 f32")])
    XCTAssertEqual(try project.status(first), "DISCHARGED")
    try project.writeEvidence(one: ["max_abs_error": .init(.real(below.nextUp), over: "3 f32")])
    XCTAssertEqual(try project.status(first), "FALSIFIED")
  }

  func testATruncatedFileIsUnreadableWithThePlace() throws {
    let project = try VerifyProject(self)
    let bytes = try project.bytes(VerifyProject.evidenceA)
    try Files.replace("\(project.path)/\(VerifyProject.evidenceA)", with: bytes.prefix(bytes.count / 2))
    XCTAssertEqual(try project.status(second), "DISCHARGED")
    try verify(project, 1, "evidence-unreadable", VerifyProject.evidenceA, "the file ends")
  }

  func testEvidenceCopiedFromAnotherFalsifierProvesNothing() throws {
    let project = try VerifyProject(self)
    try Files.replace("\(project.path)/\(VerifyProject.evidenceA)", with: try project.bytes(VerifyProject.evidenceB))
    try verify(project, 1, "evidence-misfiled", "evidence of scale-v1/\(second)")
  }

  func testEvidenceOfAFalsifierThatIsGoneIsFound() throws {
    let project = try VerifyProject(self)
    try Files.replace(
      "\(project.path)/evidence/scale-v1/FALSIFY-SCALE-999.json", with: try project.bytes(VerifyProject.evidenceB))
    try verify(project, 1, "evidence-orphan", "FALSIFY-SCALE-999.json")
    // Where only some contracts are given, the evidence may belong to another.
    XCTAssertEqual(try project.pv("verify", VerifyProject.contractPath).exitCode, 0)
  }

  func testALinkIsNotEvidence() throws {
    let project = try VerifyProject(self)
    let path = "\(project.path)/\(VerifyProject.evidenceA)"
    try FileManager.default.moveItem(atPath: path, toPath: "\(project.path)/elsewhere.json")
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "\(project.path)/elsewhere.json")
    XCTAssertEqual(try project.status(first), "PENDING")
    try verify(project, 1, "symbolic link")
  }

  func testEvidenceOfALaterSchemaAsksForANewerPV() throws {
    let project = try VerifyProject(self)
    try project.edit(
      VerifyProject.evidenceA, "\"version\": \(Evidence.schemaVersion)",
      "\"version\": \(Evidence.schemaVersion + 1)")
    try verify(project, 1, "evidence-newer-schema", "newer pv needed")
  }

  func testAContractThatDoesNotParseStaysInTheTotalsAndHidesNothing() throws {
    let project = try VerifyProject(self)
    try project.folder.write("contracts/broken-v1.yaml", "metadata: [\n")
    try verify(project, 1, "contracts/broken-v1.yaml:", "2 contracts (1 unreadable)", "2 of 2 judged, 2 hold")
  }

  func testACheckThatCannotBeReadDischargesNothing() throws {
    let project = try VerifyProject(self)
    try project.edit(
      VerifyProject.contractPath, "at_most: 1.0e-6}", "at_most: 1.0e-6}\n      - {metric: max_ulps, at_msot: 1}")
    XCTAssertEqual(try project.status(first), "PENDING")
    try verify(project, 1, "scale-v1.yaml:29:", "the contract has errors")
  }

  func testAFalsifierWithoutMutantsIsNotDischarged() throws {
    let project = try VerifyProject(self)
    try project.edit(
      VerifyProject.contractPath, "    mutants: [tripled]\n    discharge_status: DISCHARGED\n  - id",
      "    discharge_status: DISCHARGED\n  - id")
    try project.writeEvidence()
    XCTAssertEqual(try project.status(first), "PENDING")
    try verify(project, 1, "mutants-missing", "the contract has errors")
  }

  func testAGateOfOneContractIsNotPassedByAnother() throws {
    let project = try VerifyProject(self)
    try project.folder.write(
      "contracts/other-v1.yaml",
      """
      metadata: {version: "1.0.0", description: d, references: [r]}
      equations: {e: {formula: f}}
      falsification_tests:
        - {id: \(first), rule: r, prediction: p, if_fails: f}
      gates:
        - {id: GATE-OTHER-001, requires: [\(first)], verdict: pass}

      """)
    try verify(project, 1, "GATE-OTHER-001 says pass, derived is fail")
  }

  func testAPipeIsNotWaitedFor() throws {
    let project = try VerifyProject(self)
    try FileManager.default.removeItem(atPath: "\(project.path)/\(VerifyProject.evidenceA)")
    XCTAssertEqual(mkfifo("\(project.path)/\(VerifyProject.evidenceA)", 0o644), 0)
    try verify(project, 1, "not a regular file")
  }

  func testALockedFolderIsNotTakenForNoEvidence() throws {
    let project = try VerifyProject(self)
    try project.edit(VerifyProject.contractPath, "discharge_status: DISCHARGED", "discharge_status: PENDING")
    chmod(project.path, 0o755)
    chmod("\(project.path)/evidence/scale-v1", 0)
    defer { chmod("\(project.path)/evidence/scale-v1", 0o755) }
    let process =
      geteuid() == 0
      ? try PVProcess(asNobody: ["verify"], in: project.path) : try project.pv("verify")
    XCTAssertEqual(process.exitCode, 1, process.standardOutput + process.standardError)
    XCTAssertTrue(process.standardOutput.contains("Permission denied"), process.standardOutput)
  }

  func testAClaimedLevelIsComputedAgain() throws {
    let project = try VerifyProject(self)
    try project.edit(
      VerifyProject.contractPath, "checks:\n      - {metric: max_abs_error",
      """
      requires: live
          needs: [{weights: tiny, sha256: \(String(repeating: "a", count: 64))}]
          checks:
            - {metric: max_abs_error
      """)
    var forged = try project.evidence(
      first, ["max_abs_error": .init(.real(0), over: "1 f32")],
      mutant: ["max_abs_error": .init(.real(1), over: "1 f32")])
    forged.level = .live
    try project.write(forged, to: VerifyProject.evidenceA)
    XCTAssertEqual(try project.status(first), "PARTIAL_ALGORITHM_LEVEL")
  }

  func testTextDoesNotMeetANumber() throws {
    let project = try VerifyProject(self)
    try project.edit(VerifyProject.contractPath, "at_most: 1.0e-6", "equals: 0")
    try project.writeEvidence(one: ["max_abs_error": .init(.text("0"), over: "1 f32")])
    XCTAssertEqual(try project.status(first), "FALSIFIED")
  }

  func testAPendingClaimIsNamedThoughItIsDeclared() throws {
    let project = try VerifyProject(self)
    try FileManager.default.removeItem(atPath: "\(project.path)/\(VerifyProject.evidenceA)")
    try project.edit(
      VerifyProject.contractPath, "discharge_status: DISCHARGED\n  - id", "discharge_status: PENDING\n  - id")
    try project.edit(VerifyProject.contractPath, "verdict: pass", "verdict: fail")
    try verify(project, 0, "\(first) is PENDING (no evidence)", "swift test --filter Falsifiers.FalsifyScale/testOne")
  }

  func testEvidenceOfAnUnreadableContractIsNoOrphan() throws {
    let project = try VerifyProject(self)
    try project.folder.write(VerifyProject.contractPath, "metadata: [\n")
    let process = try project.pv("verify")
    XCTAssertEqual(process.exitCode, 1)
    XCTAssertFalse(process.standardOutput.contains("evidence-orphan"), process.standardOutput)
  }

  func testAReportThatCannotBeWrittenIsNoSuccess() throws {
    let project = try VerifyProject(self)
    let process = try PVProcess(writingTo: "/dev/full", arguments: ["verify"], in: project.path)
    XCTAssertEqual(process.exitCode, 70)
  }

  func testAMissingPathIsNothingJudged() throws {
    let project = try VerifyProject(self)
    let process = try project.pv("verify", "contracts/none.yaml")
    XCTAssertEqual(process.exitCode, 2, process.standardOutput)
    XCTAssertTrue(process.standardOutput.contains("contracts/none.yaml"), process.standardOutput)
    XCTAssertEqual(try project.pv("verify", "--no-such-flag").exitCode, 64)
  }

  func testNoEvidenceAtAllIsNothingJudged() throws {
    let project = try VerifyProject(self)
    try FileManager.default.removeItem(atPath: "\(project.path)/evidence")
    try project.edit(VerifyProject.contractPath, "discharge_status: DISCHARGED", "discharge_status: PENDING")
    try project.edit(VerifyProject.contractPath, "verdict: pass", "verdict: fail")
    let process = try project.pv("verify")
    XCTAssertEqual(process.exitCode, 2, process.standardOutput)
    XCTAssertTrue(process.standardError.contains("pv run"), process.standardError)
  }

  func testAnImplementationOutsideThePackageIsRefused() throws {
    let project = try VerifyProject(self)
    try project.edit(VerifyProject.contractPath, "[Sources/Scale]", "[../../etc]")
    try verify(project, 1, "../../etc")
    XCTAssertEqual(try project.status(first), "PENDING")
  }
}
