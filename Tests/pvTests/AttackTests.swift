import ContractKit
import Foundation
import XCTest

/// Attempts to have evidence say what was not measured, each of which `pv verify` withstands.
final class AttackTests: XCTestCase {
  private let first = "FALSIFY-SCALE-001"

  private func finds(_ project: VerifyProject, _ texts: String..., line: UInt = #line) throws {
    let verify = try project.pv("verify")
    XCTAssertEqual(verify.exitCode, 1, verify.standardOutput, line: line)
    for text in texts {
      XCTAssertTrue(verify.standardOutput.contains(text), "\(text) is not in:\n\(verify.standardOutput)", line: line)
    }
  }

  // MARK: Evidence from elsewhere

  /// A copy whose names and digest were adjusted: the binding is one of another result.
  func testACopyThatWasRelabeledIsStale() throws {
    let project = try VerifyProject(self)
    var copy = try EvidenceFile.read(try project.bytes(VerifyProject.evidenceB)).evidence
    copy.falsifier = first
    copy.measurements = ["max_abs_error": .init(.real(0), over: "3 f32")]
    copy.mutants["tripled"]?.measurements = ["max_abs_error": .init(.real(1), over: "3 f32")]
    try project.writeUnbound(copy, to: VerifyProject.evidenceA)
    XCTAssertEqual(try project.status(first), "PENDING")
    try finds(project, "stale: the binding belongs to another result")
  }

  func testEvidenceOfAnOlderCommitIsStale() throws {
    let project = try VerifyProject(self)
    let old = try project.bytes(VerifyProject.evidenceA)
    let oldBinding = try project.bytes(VerifyProject.binding)
    try project.edit("Sources/Scale/Scale.swift", "2 * x", "3 * x")
    try project.writeEvidence(one: ["max_abs_error": .init(.real(1), over: "3 f32")])
    XCTAssertEqual(try project.status(first), "FALSIFIED")
    try Files.replace("\(project.path)/\(VerifyProject.evidenceA)", with: old)
    XCTAssertEqual(try project.status(first), "PENDING")
    try finds(project, "stale: the binding belongs to another result")
    try Files.replace("\(project.path)/\(VerifyProject.binding)", with: oldBinding)
    XCTAssertEqual(try project.status(first), "PENDING")
    try finds(project, "stale: Sources/Scale/Scale.swift changed since the run (what it runs)")
  }

  func testARenamedFalsifierLeavesItsEvidenceBehind() throws {
    let project = try VerifyProject(self)
    try project.edit(VerifyProject.contractPath, "id: FALSIFY-SCALE-001", "id: FALSIFY-SCALE-101")
    try project.edit(VerifyProject.contractPath, "[FALSIFY-SCALE-001,", "[FALSIFY-SCALE-101,")
    XCTAssertEqual(try project.status("FALSIFY-SCALE-101"), "PENDING")
    try finds(project, "evidence-orphan", VerifyProject.evidenceA, "FALSIFY-SCALE-101 says DISCHARGED")
    // Moved along with the name, it is still evidence of the old one.
    try FileManager.default.moveItem(
      atPath: "\(project.path)/\(VerifyProject.evidenceA)",
      toPath: "\(project.path)/evidence/scale-v1/FALSIFY-SCALE-101.json")
    try finds(project, "evidence-misfiled", "evidence of scale-v1/FALSIFY-SCALE-001")
  }

  // MARK: Paths

  func testAFolderOfEvidenceThatLeadsElsewhereIsNotRead() throws {
    let project = try VerifyProject(self)
    let folder = "\(project.path)/evidence/scale-v1"
    try FileManager.default.moveItem(atPath: folder, toPath: "\(project.path)/elsewhere")
    try FileManager.default.createSymbolicLink(atPath: folder, withDestinationPath: "\(project.path)/elsewhere")
    XCTAssertEqual(try project.status(first), "PENDING")
    try finds(project, "evidence/scale-v1 is a symbolic link", "there is a symbolic link among the evidence")
  }

  func testAFalsifierThatIsNamedLikeAPathIsNotReadThere() throws {
    for strict in [true, false] {
      let project = try VerifyProject(self)
      if !strict { try project.edit(VerifyProject.contractPath, "  format: pv/1\n", "") }
      try project.edit(VerifyProject.contractPath, "id: FALSIFY-SCALE-001", "id: \"../../outside\"")
      try project.edit(VerifyProject.contractPath, "[FALSIFY-SCALE-001,", "[\"../../outside\",")
      var evidence = try EvidenceFile.read(try project.bytes(VerifyProject.evidenceA)).evidence
      evidence.falsifier = "../../outside"
      try project.write(evidence, to: "outside.json")
      XCTAssertEqual(try project.status("../../outside"), "PENDING")
      XCTAssertEqual(try project.pv("verify").exitCode, 1)
    }
  }

  func testAnImplementationBehindALinkHasNoDigest() throws {
    let project = try VerifyProject(self)
    try FileManager.default.moveItem(atPath: "\(project.path)/Sources/Scale", toPath: "\(project.path)/Hidden")
    try FileManager.default.createSymbolicLink(
      atPath: "\(project.path)/Sources/Scale", withDestinationPath: "\(project.path)/Hidden")
    XCTAssertEqual(try project.status(first), "PENDING")
    try finds(project, "Sources/Scale")
  }

  // MARK: Hostile JSON

  func testHostileJSONIsUnreadableWithItsPlaceAndHidesNothing() throws {
    let huge = String(repeating: "9", count: 1 << 20)
    let cases = [
      ("{\"digest\": \"a\", \"digest\": \"b\"}\n", "occurs twice"),
      ("{\"a\": \(huge)}\n", "is not a plain 64-bit integer"),
      ("{\"a\": 1e999}\n", "a fraction or an exponent"),
      (String(repeating: "[", count: 1 << 20), "nested deeper than 32"),
      (String(repeating: "{\"a\":", count: 40) + "1", "nested deeper than 32"),
      ("\"" + String(repeating: "x", count: 5 << 20) + "\"", "more than the limit"),
    ]
    for (text, reason) in cases {
      let project = try VerifyProject(self)
      try project.folder.write(VerifyProject.evidenceA, text)
      try finds(project, "evidence-unreadable", VerifyProject.evidenceA, reason)
      XCTAssertLessThan(try project.pv("verify").standardOutput.utf8.count, 5000, "the file is repeated in the finding")
      XCTAssertEqual(try project.status("FALSIFY-SCALE-002"), "DISCHARGED", reason)
    }
  }

  // MARK: Writing

  func testAWriteThatWasCutShortIsNamedAndTheOldEvidenceStands() throws {
    let project = try VerifyProject(self)
    let bytes = try project.bytes(VerifyProject.evidenceA)
    try Files.replace("\(project.path)/\(VerifyProject.evidenceA).tmp.a1B2c3", with: bytes.prefix(100))
    XCTAssertEqual(try project.status(first), "DISCHARGED")
    try finds(project, "evidence-orphan", "FALSIFY-SCALE-001.json.tmp.a1B2c3", "a write was interrupted here")
  }

  func testASecondRunDoesNotTakeAwayTheFirstOnesFolder() throws {
    let project = try VerifyProject(self)
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/bash")
    let pv = try PVProcess.executable().path
    shell.arguments = ["-c", "cd '\(project.path)'; exec '\(pv)' run --into here -- sh -c 'touch started; sleep 3'"]
    shell.standardOutput = FileHandle.nullDevice
    try shell.run()
    for _ in 0..<100 where Files.kind(of: "\(project.path)/started") == nil { usleep(50_000) }
    let second = try project.pv("run", "--into", "here", "--", "true")
    XCTAssertEqual(second.exitCode, 1)
    XCTAssertTrue(second.standardError.contains("another run is writing"), second.standardError)
    shell.waitUntilExit()
    XCTAssertNotNil(Files.kind(of: "\(project.path)/here/run.json"), "the first run lost its folder")
    XCTAssertTrue(try project.pv("run", "--into", "here", "--", "true").standardOutput.contains("0 of 2"))
  }
}
