import ContractKit
import Foundation
import XCTest

/// `pv repro`: falsifiers are run again, and a byte that differs is explained.
final class ReproTests: XCTestCase {
  func testWhatIsTheSameEverywhereIsAccepted() throws {
    let project = try ReproProject(self)
    let pv = try project.repro("--variation", "unvaried", "--variation", "time-zone", "--variation", "folder")
    XCTAssertEqual(pv.exitCode, 0, pv.standardOutput + pv.standardError)
    XCTAssertTrue(
      pv.standardOutput.contains(
        "3 variations, 2 falsifiers: 6 of 6 reproduced byte for byte, 0 differ, 0 could not be compared"),
      pv.standardOutput)
    XCTAssertTrue(pv.standardError.contains("2 of 3, time-zone: 2 of 2 the same"), pv.standardError)
    let results = try JSON(reading: try project.project.bytes(".build/repro/results.json"))
    XCTAssertEqual(results["same"]?.integer, 6)
  }

  func testADifferenceIsShownByClauseMeasurementAndElementAndNothingCommittedIsTouched() throws {
    let project = try ReproProject(self)
    try project.vary()
    let before = try FileManager.default.subpathsOfDirectory(atPath: "\(project.path)/evidence").sorted()
    let bytes = try project.project.bytes(VerifyProject.evidenceA)
    let pv = try project.repro("--variation", "unvaried", "--variation", "time-zone")
    XCTAssertEqual(pv.exitCode, 1)
    for text in [
      "FALSIFY-SCALE-001 (scale-v1) under time-zone", "binds scale, scale/exact",
      "first element that differs: y[1, 1]: 0x64636261, without the variation 0x65636261",
      "measurements.max_abs_error: 2e-7 (0x", "committed 1e-7 (0x", "same     unvaried: 2 of 2",
      "NOT SAME time-zone: 1 of 2", "3 of 4 reproduced byte for byte, 1 differ",
    ] { XCTAssertTrue(pv.standardOutput.contains(text), "\(text) is not in:\n\(pv.standardOutput)") }
    XCTAssertEqual(try project.project.bytes(VerifyProject.evidenceA), bytes)
    XCTAssertEqual(try FileManager.default.subpathsOfDirectory(atPath: "\(project.path)/evidence").sorted(), before)
  }

  func testAVariationThatMovesNothingIsVoid() throws {
    let project = try ReproProject(self)
    try project.project.folder.write(
      "pv.yaml",
      """
      variations:
        old: {environment: {LIBRARY_CORE: old}, moves: Scale.Probe/testCore}
        same: {environment: {LIBRARY_CORE: new}, moves: Scale.Probe/testCore}
        blind: {environment: {LIBRARY_CORE: old}, moves: Scale.Probe/testNothing}

      """)
    // What is set outside is not taken for what a variation does.
    let pv = try project.repro(
      "--variation", "unvaried", "--variation", "old", "--variation", "same", "--witness", "machine",
      environment: ["LIBRARY_CORE": "old"])
    XCTAssertEqual(pv.exitCode, 0, pv.standardOutput + pv.standardError)
    for text in [
      "same     old: 2 of 2",
      "void     same: on this machine, Scale.Probe/testCore shows the same without the variation",
      "2 variations, 2 falsifiers: 4 of 4 reproduced byte for byte, 0 differ, 0 could not be compared; 1 void",
    ] { XCTAssertTrue(pv.standardOutput.contains(text), "\(text) is not in:\n\(pv.standardOutput)") }
    let results = try JSON(reading: try project.project.bytes(".build/repro/results.json"))
    XCTAssertEqual(results["void"]?.array?.compactMap(\.string), ["same"])
    let witness = try JSON(reading: try project.project.bytes("witnesses/machine.json"))
    XCTAssertEqual(witness["variations"]?.array?.compactMap(\.string).sorted(), ["old", "unvaried"])
    let void = try project.repro("--variation", "same")
    XCTAssertEqual(void.exitCode, 2, void.standardOutput)
    let blind = try project.repro("--variation", "blind")
    XCTAssertEqual(blind.exitCode, 2)
    XCTAssertTrue(
      blind.standardError.contains("blind: Scale.Probe/testNothing wrote nothing to the file that PV_PROBE names"),
      blind.standardError)
  }

  func testStaleEvidenceIsNotBlamedOnTheMachine() throws {
    let project = try ReproProject(self)
    try project.vary()
    try project.project.edit("Sources/Scale/Scale.swift", "2 * x", "x + x")
    let pv = try project.repro("--variation", "time-zone", "--filter", "SCALE-001")
    XCTAssertEqual(pv.exitCode, 1)
    XCTAssertTrue(pv.standardOutput.contains("the committed evidence is stale"), pv.standardOutput)
    // Where nothing that was measured moved, stale evidence is reproduced all the same.
    let same = try project.repro("--variation", "unvaried", "--filter", "SCALE-001")
    XCTAssertEqual(same.exitCode, 0, same.standardOutput)
  }

  func testOnlyWhatIsStaleIsRunAgain() throws {
    let project = try ReproProject(self)
    let nothing = try project.repro("--stale", "--variation", "unvaried")
    XCTAssertEqual(nothing.exitCode, 0)
    XCTAssertTrue(nothing.standardOutput.contains("nothing to run: 2 of 2 fresh"), nothing.standardOutput)
    try FileManager.default.removeItem(atPath: "\(project.path)/\(VerifyProject.binding)")
    try project.project.writeSecond()
    let one = try project.repro("--stale", "--variation", "unvaried")
    XCTAssertTrue(one.standardOutput.contains("1 of 2 fresh, not run"), one.standardOutput)
    XCTAssertTrue(one.standardOutput.contains("1 of 1 reproduced byte for byte"), one.standardOutput)
    let ledger = try Ledger(path: "\(project.path)/.build/repro/unvaried/ledger.jsonl")
    let entry = try project.project.entry("FALSIFY-SCALE-002")
    XCTAssertEqual(
      ledger.outcome(of: .init(contract: "scale-v1", falsifier: "FALSIFY-SCALE-002")),
      .fresh(entry.result, key: entry.key))
  }

  /// A witness keeps what it still stands for, and gets the rest.
  func testAWitnessIsRenewedInPart() throws {
    let project = try ReproProject(self)
    func repro(_ arguments: String...) throws -> PVProcess {
      try PVProcess(
        arguments: ["repro", "--variation", "unvaried", "--witness", "box"] + arguments + ReproProject.command,
        in: project.path)
    }
    XCTAssertEqual(try repro().exitCode, 0)
    XCTAssertTrue(try repro("--stale").standardOutput.contains("nothing to run: 2 of 2 fresh"))
    // Another result of the first: the second is kept.
    try project.vary()
    let renewed = try repro("--stale")
    XCTAssertEqual(renewed.exitCode, 0, renewed.standardOutput + renewed.standardError)
    XCTAssertTrue(renewed.standardOutput.contains("1 of 2 fresh, not run"), renewed.standardOutput)
    let witness = try Witness(reading: try project.project.bytes("witnesses/box.json"))
    XCTAssertEqual(witness.reproduced.count, 2)
    XCTAssertEqual(
      witness.reproduced[.init(contract: "scale-v1", falsifier: "FALSIFY-SCALE-001")]?.result,
      try project.project.entry("FALSIFY-SCALE-001").result)
    try project.project.accepts()
    // A test's edit moves neither result nor implementation, a kernel's does.
    try project.project.edit("Tests/Falsifiers/FalsifyScale.swift", "scale(1)", "scale(2)")
    try project.project.writeEvidence()
    try project.vary()
    XCTAssertFalse(try project.project.pv("verify").standardOutput.contains("witness-stale"))
    try project.project.edit("Sources/Scale/Scale.swift", "2 * x", "x + x")
    XCTAssertTrue(try project.project.pv("verify").standardOutput.contains("2 of 2 results"))
  }

  func testAFalsifierThatDoesNotFinishIsNotReproduced() throws {
    let project = try ReproProject(self)
    let pv = try project.repro("--variation", "unvaried", environment: ["CRASH": "FALSIFY-SCALE-002"])
    XCTAssertEqual(pv.exitCode, 1)
    XCTAssertTrue(
      pv.standardOutput.contains("FALSIFY-SCALE-002 (scale-v1) under unvaried\n  not reached"), pv.standardOutput)
    XCTAssertTrue(
      pv.standardOutput.contains("1 of 2 reproduced byte for byte, 0 differ, 1 could not"), pv.standardOutput)
  }

  func testWhatWasNeverCommittedCannotBeReproduced() throws {
    let project = try ReproProject(self)
    try FileManager.default.moveItem(
      atPath: "\(project.path)/\(VerifyProject.evidenceA)", toPath: "\(project.path)/kept.json")
    try project.project.folder.write("varied/scale-v1/none", "")
    try FileManager.default.copyItem(
      atPath: "\(project.path)/kept.json", toPath: "\(project.path)/varied/scale-v1/FALSIFY-SCALE-001.json")
    let pv = try project.repro("--variation", "time-zone", "--filter", "scale-v1/FALSIFY-SCALE-001")
    XCTAssertEqual(pv.exitCode, 1)
    XCTAssertTrue(pv.standardOutput.contains("nothing to compare with"), pv.standardOutput)
  }

  func testFilterAndListAndUsage() throws {
    let project = try ReproProject(self)
    let list = try PVProcess("repro", "--list", in: project.path)
    XCTAssertEqual(list.exitCode, 0)
    XCTAssertTrue(list.standardOutput.contains("TZ=Pacific/Kiritimati"), list.standardOutput)
    XCTAssertNil(Files.kind(of: "\(project.path)/.build/repro"), "--list runs nothing")
    let one = try project.repro("--variation", "unvaried", "--filter", "SCALE-002")
    XCTAssertTrue(one.standardOutput.contains("1 variation, 1 falsifier: 1 of 1"), one.standardOutput)
    let none = try project.repro("--filter", "SCALE-999")
    XCTAssertEqual(none.exitCode, 2)
    XCTAssertTrue(none.standardError.contains("none of 2 falsifiers"), none.standardError)
    XCTAssertEqual(try project.repro("--variation", "moon").exitCode, 64)
    XCTAssertEqual(try project.repro("--variation", "release").exitCode, 64)
    XCTAssertEqual(try project.repro("--variation", "elsewhere").exitCode, 64, "of another kind of processor")
  }

  func testAnInterruptedRunSaysWhatIsDoneAndIsNoSuccess() throws {
    let project = try ReproProject(self)
    let script = """
      cd '\(project.path)'
      '\(try PVProcess.executable().path)' repro --variation unvaried --variation time-zone -- ./run-falsifiers >out 2>err &
      pid=$!; for i in $(seq 100); do [ -e .build/repro/unvaried/log-0.txt ] && break; sleep 0.1; done
      kill -INT $pid; wait $pid; echo $? >code
      """
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/bash")
    shell.arguments = ["-c", script]
    shell.environment = ProcessInfo.processInfo.environment.merging(["SLEEP": "20"]) { $1 }
    let start = Date()
    try shell.run()
    shell.waitUntilExit()
    XCTAssertLessThan(Date().timeIntervalSince(start), 18, "the falsifiers were waited for")
    XCTAssertEqual(String(decoding: try project.project.bytes("code"), as: UTF8.self), "1\n")
    XCTAssertTrue(String(decoding: try project.project.bytes("err"), as: UTF8.self).contains("interrupted"))
    XCTAssertTrue(
      String(decoding: try project.project.bytes("out"), as: UTF8.self).contains(
        "time-zone: 0 of 2 reproduced, 2 not run"))
  }

  func testASecondReproductionDoesNotTakeAwayTheFirstOnesFolder() throws {
    let project = try ReproProject(self)
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/bash")
    let pv = try PVProcess.executable().path
    shell.arguments = [
      "-c", "cd '\(project.path)' && exec '\(pv)' repro --variation unvaried -- ./run-falsifiers >out 2>err",
    ]
    shell.environment = ProcessInfo.processInfo.environment.merging(["SLEEP": "3"]) { $1 }
    try shell.run()
    for _ in 0..<100 where Files.kind(of: "\(project.path)/.build/repro/unvaried/log-0.txt") == nil { usleep(50_000) }
    let second = try project.repro("--variation", "time-zone")
    XCTAssertEqual(second.exitCode, 1)
    XCTAssertTrue(second.standardError.contains("another pv repro is running"), second.standardError)
    shell.waitUntilExit()
    XCTAssertEqual(shell.terminationStatus, 0)
    XCTAssertTrue(
      String(decoding: try project.project.bytes("out"), as: UTF8.self).contains("2 of 2 reproduced byte for byte"))
  }
}
