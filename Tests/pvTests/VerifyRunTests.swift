import ContractKit
import Foundation
import XCTest

/// `pv verify --run`: whatever the contracts demand and the ledger lacks is a finding.
final class VerifyRunTests: XCTestCase {
  private func key(_ number: Int) -> Ledger.Key {
    Ledger.Key(contract: "scale-v1", falsifier: "FALSIFY-SCALE-00\(number)")
  }

  private func finish(_ number: Int, _ file: String, _ project: VerifyProject, _ ledger: String) throws {
    try Ledger.record(.started, for: key(number), in: ledger)
    let result = try EvidenceFile.read(try project.bytes(file)).result
    let entry = try project.entry(key(number).falsifier)
    try Ledger.record(.finished(result, key: entry.key), for: key(number), in: ledger)
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
    XCTAssertTrue(process.standardOutput.contains("evidence/ has another result"), process.standardOutput)
  }

  /// A run of what is stale only: the others count while key and result are those of the ledger.
  func testWhatARunTookAsFreshIsAcceptedWhileItIsSo() throws {
    let project = try VerifyProject(self)
    XCTAssertEqual(
      try project.pv("run", "--stale", "--into", "run", "--", "false").standardOutput,
      "0 of 0 stale falsifiers finished, 2 fresh; ledger: run/ledger.jsonl\n")
    XCTAssertEqual(try project.pv("verify", "--run", "run").exitCode, 0)
    // The command is given a pattern of the tests that are to run.
    let evidence = try project.bytes(VerifyProject.evidenceA)
    try FileManager.default.removeItem(atPath: "\(project.path)/\(VerifyProject.evidenceA)")
    let one = try project.pv("run", "--stale", "--into", "run", "--", "echo")
    XCTAssertEqual(one.exitCode, 1)
    XCTAssertTrue(
      one.standardOutput.contains("--filter ^(Falsifiers\\.FalsifyScale/testOne)$"), one.standardOutput)
    XCTAssertTrue(one.standardOutput.contains("0 of 1 stale falsifiers finished, 1 fresh"), one.standardOutput)
    try Files.replace("\(project.path)/\(VerifyProject.evidenceA)", with: evidence)
    // A ledger of other sources is none of these.
    XCTAssertEqual(try project.pv("run", "--stale", "--into", "run", "--", "false").exitCode, 0)
    try project.edit("Sources/Scale/Scale.swift", "2 * x", "x + x")
    try project.writeEvidence()
    let later = try project.pv("verify", "--run", "run")
    XCTAssertEqual(later.exitCode, 1)
    XCTAssertTrue(later.standardOutput.contains("the run took it as fresh, with another key"), later.standardOutput)
  }

  /// One falsifier on weights, with evidence made on them.
  private func liveProject() throws -> VerifyProject {
    let project = try VerifyProject(self)
    try project.edit(
      VerifyProject.contractPath, "checks:\n      - {metric: max_abs_error",
      """
      requires: live
          needs: [{weights: tiny, sha256: \(Digest(of: [1, 2, 3])), get: "make tiny"}]
          checks:
            - {metric: max_abs_error
      """)
    try project.writeEvidence()
    var evidence = try EvidenceFile.read(try project.bytes(VerifyProject.evidenceA)).evidence
    evidence.inputs += [
      .init(
        name: "tiny", generator: "the file of weights", generatorVersion: 1, parameters: [:], seed: nil, cases: 1,
        dtype: "i8", shape: [3], sha256: Digest(of: [1, 2, 3]), classes: [:])
    ]
    evidence.level = .live
    try project.write(evidence, to: VerifyProject.evidenceA)
    return project
  }

  func testLiveEvidenceIsKeptWhereItsWeightsAreNotAskedFor() throws {
    let project = try liveProject()
    let verify = try project.pv("verify")
    XCTAssertEqual(verify.exitCode, 0, verify.standardOutput)
    XCTAssertTrue(verify.standardOutput.contains("2 hold; 1 live, evidence kept;"), verify.standardOutput)
    let run = try project.pv("run", "--stale", "--into", "run", "--", "false")
    XCTAssertEqual(
      run.standardOutput,
      "0 of 0 stale falsifiers finished, 1 fresh, 1 live, evidence kept; ledger: run/ledger.jsonl\n")
    let after = try project.pv("verify", "--run", "run")
    XCTAssertEqual(after.exitCode, 0, after.standardOutput)
    XCTAssertTrue(after.standardOutput.contains("1 live, evidence kept"), after.standardOutput)
    XCTAssertTrue(try project.pv("status", "--run", "run").standardOutput.contains("1 live, evidence kept"))
    let explained = try project.pv("explain", "FALSIFY-SCALE-001").standardOutput
    XCTAssertTrue(explained.contains("make tiny && PV_LIVE=tiny swift test --filter"), explained)
  }

  func testASkippedLiveFalsifierIsNoPassWithoutFreshEvidence() throws {
    let project = try liveProject()
    let evidence = try project.bytes(VerifyProject.evidenceA)
    try FileManager.default.removeItem(atPath: "\(project.path)/\(VerifyProject.evidenceA)")
    let run = try project.pv("run", "--stale", "--into", "run", "--", "false")
    XCTAssertTrue(run.standardOutput.contains("1 fresh, 1 live without fresh evidence;"), run.standardOutput)
    XCTAssertEqual(try project.status("FALSIFY-SCALE-001", "--run", "run"), "PENDING")
    XCTAssertEqual(try project.pv("verify", "--run", "run").exitCode, 1)
    try Files.replace("\(project.path)/\(VerifyProject.evidenceA)", with: evidence)
    XCTAssertEqual(try project.pv("verify", "--run", "run").exitCode, 0)
    // Stale, it counts no more than any other.
    try project.edit("Sources/Scale/Scale.swift", "2 * x", "x + x")
    XCTAssertEqual(try project.status("FALSIFY-SCALE-001", "--run", "run"), "PENDING")
    XCTAssertFalse(try project.pv("verify").standardOutput.contains("evidence kept"))
  }

  func testALiveFalsifierThatIsAskedForMustFinish() throws {
    let project = try liveProject()
    // Under --stale it is fresh; asked for in a run of all, it is demanded like any other.
    let asked = try PVProcess(
      "run", "--into", "run", "--", "true", in: project.path, environment: ["PV_LIVE": "tiny"])
    XCTAssertEqual(asked.exitCode, 1)
    XCTAssertTrue(asked.standardOutput.contains("0 of 2 demanded falsifiers finished; "), asked.standardOutput)
    let verify = try project.pv("verify", "--run", "run")
    XCTAssertTrue(verify.standardOutput.contains("FALSIFY-SCALE-001, in this run: not reached"), verify.standardOutput)
    // A ledger that does not name it at all says nothing in its favor.
    try Files.makeFolder("\(project.path)/other")
    try finish(2, VerifyProject.evidenceB, project, "\(project.path)/other/ledger.jsonl")
    XCTAssertEqual(try project.status("FALSIFY-SCALE-001", "--run", "other"), "PENDING")
    // Nor does a ledger that says so of one that needs no weights.
    try Files.makeFolder("\(project.path)/third")
    let third = "\(project.path)/third/ledger.jsonl"
    try finish(1, VerifyProject.evidenceA, project, third)
    try Ledger.record(.unasked, for: key(2), in: third)
    XCTAssertEqual(try project.status("FALSIFY-SCALE-002", "--run", "third"), "PENDING")
  }

  func testWeightsThatNoContractNeedsAreRefused() throws {
    let run = try PVProcess(
      "run", "--into", "run", "--", "true", in: try liveProject().path, environment: ["PV_LIVE": "1"])
    XCTAssertEqual(run.exitCode, 64)
    XCTAssertTrue(
      run.standardError.contains("PV_LIVE names 1, which no contract needs; there are tiny"), run.standardError)
  }

  func testAMissingLedgerIsNothingJudged() throws {
    let process = try VerifyProject(self).pv("verify", "--run", "nowhere")
    XCTAssertEqual(process.exitCode, 2)
    XCTAssertTrue(process.standardError.contains("nowhere"), process.standardError)
  }

  func testRunNamesWhatDidNotFinishAndAMisspelledFilterIsNoSuccess() throws {
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

  /// What varies between runs and machines is kept beside the ledger, where git does not look.
  func testTheRunRecordNamesTheMachineTheToolchainAndTheCommit() throws {
    let project = try VerifyProject(self)
    try project.folder.write(".gitignore", ".build/\n")
    func git(_ command: String) throws -> String {
      let shell = Process()
      shell.executableURL = URL(fileURLWithPath: "/bin/bash")
      shell.arguments = ["-c", "cd '\(project.path)' && \(command)"]
      let output = Pipe()
      shell.standardOutput = output
      try shell.run()
      let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      shell.waitUntilExit()
      XCTAssertEqual(shell.terminationStatus, 0, command)
      return text.split(separator: "\n").first.map(String.init) ?? ""
    }
    func record() throws -> JSON {
      XCTAssertEqual(try project.pv("run", "--", "true").exitCode, 1)
      return try JSON(reading: try project.bytes(".build/falsifier-runs/latest/run.json"))
    }
    XCTAssertEqual(try record()["commit"], .null, "there is no repository yet")
    let commit = try git(
      "git init -q . && git add -A && git -c user.name=a -c user.email=a@b commit -qm one && git rev-parse HEAD")
    let clean = try record()
    XCTAssertEqual(clean["commit"]?.string, commit)
    XCTAssertEqual(clean["tree_clean"]?.bool, true)
    XCTAssertEqual(try git("git status --porcelain"), "", "a run leaves nothing to track")
    for name in ["host", "system", "architecture", "processor", "toolchain", "started"] {
      XCTAssertFalse(try XCTUnwrap(clean[name]?.string, name).isEmpty, name)
    }
    XCTAssertEqual(clean["variants"]?.array?.compactMap(\.string), ["scalar"])
    XCTAssertGreaterThanOrEqual(try XCTUnwrap(clean["milliseconds"]?.integer), 0)
    XCTAssertGreaterThan(try XCTUnwrap(clean["cores"]?.integer), 0)
    try project.edit("Sources/Scale/Scale.swift", "2 * x", "x + x")
    XCTAssertEqual(try record()["tree_clean"]?.bool, false)
  }
}
