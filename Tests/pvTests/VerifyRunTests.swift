import ContractKit
import XCTest

/// `pv verify --run`: whatever the contracts demand and the ledger lacks is a finding.
final class VerifyRunTests: XCTestCase {
  private func key(_ number: Int) -> Ledger.Key {
    Ledger.Key(contract: "scale-v1", falsifier: "FALSIFY-SCALE-00\(number)")
  }

  private func finish(_ number: Int, _ file: String, _ project: VerifyProject, _ ledger: String) throws {
    try Ledger.record(.started, for: key(number), in: ledger)
    try Ledger.record(.finished(Digest(of: try project.bytes(file))), for: key(number), in: ledger)
  }

  func testACompleteRunIsAccepted() throws {
    let project = try VerifyProject(self)
    let ledger = "\(project.path)/run/ledger.jsonl"
    try Files.makeFolder("\(project.path)/run")
    try finish(1, VerifyProject.evidenceA, project, ledger)
    try finish(2, VerifyProject.evidenceB, project, ledger)
    XCTAssertEqual(try project.pv("verify", "--run", "run").exitCode, 0)
    XCTAssertEqual(try project.pv("verify", "--run", "run/ledger.jsonl").exitCode, 0)
  }

  func testFourWaysNotToFinishArePendingWithTheReason() throws {
    let project = try VerifyProject(self)
    let endings: [(event: Ledger.Event?, word: String)] = [
      (.skipped(reason: "no device"), "skipped: no device"), (.aborted(reason: "threw"), "aborted: threw"),
      (.started, "crashed"), (nil, "not reached"),
    ]
    for (index, ending) in endings.enumerated() {
      let folder = "\(project.path)/run\(index)"
      try Files.makeFolder(folder)
      let ledger = "\(folder)/ledger.jsonl"
      try finish(2, VerifyProject.evidenceB, project, ledger)
      if let event = ending.event {
        try Ledger.record(.started, for: key(1), in: ledger)
        try Ledger.record(event, for: key(1), in: ledger)
      }
      XCTAssertEqual(try project.status("FALSIFY-SCALE-001", "--run", folder), "PENDING", ending.word)
      let process = try project.pv("verify", "--run", folder)
      XCTAssertEqual(process.exitCode, 1)
      XCTAssertTrue(process.standardOutput.contains("run-incomplete"), process.standardOutput)
      XCTAssertTrue(process.standardOutput.contains(ending.word), process.standardOutput)
    }
  }

  func testEvidenceThatIsNotWhatTheRunMeasuredIsFound() throws {
    let project = try VerifyProject(self)
    let ledger = "\(project.path)/run/ledger.jsonl"
    try Files.makeFolder("\(project.path)/run")
    try finish(1, VerifyProject.evidenceA, project, ledger)
    try finish(2, VerifyProject.evidenceA, project, ledger)
    let process = try project.pv("verify", "--run", "run")
    XCTAssertEqual(process.exitCode, 1)
    XCTAssertTrue(process.standardOutput.contains("evidence/ holds other bytes"), process.standardOutput)
  }

  func testAMissingLedgerIsNothingJudged() throws {
    let process = try VerifyProject(self).pv("verify", "--run", "nowhere")
    XCTAssertEqual(process.exitCode, 2)
    XCTAssertTrue(process.standardError.contains("nowhere"), process.standardError)
  }

  func testRunNamesWhatDidNotFinishAndAMisspeltFilterIsNoSuccess() throws {
    let project = try VerifyProject(self)
    let process = try project.pv("run", "--into", "run", "--", "true")
    XCTAssertEqual(process.exitCode, 1, process.standardOutput)
    XCTAssertTrue(process.standardOutput.contains("FALSIFY-SCALE-001 (scale-v1): not reached"), process.standardOutput)
    XCTAssertTrue(process.standardOutput.contains("0 of 2 demanded falsifiers finished"), process.standardOutput)
    let record = try JSON(reading: try project.bytes("run/run.json"))
    XCTAssertEqual(record["command"]?.array?.first?.string, "true")
    XCTAssertNotNil(record["processor"]?.string)
    // A second run replaces the folder of the first, and no other folder.
    XCTAssertEqual(try project.pv("run", "--into", "run", "--", "true").exitCode, 1)
    let refused = try project.pv("run", "--into", "Sources", "--", "true")
    XCTAssertEqual(refused.exitCode, 1)
    XCTAssertTrue(refused.standardError.contains("not the folder of a run"), refused.standardError)
    XCTAssertNotNil(Files.kind(of: "\(project.path)/Sources/Scale/Scale.swift"))
  }
}
