import ContractKit
import Provenance
import XCTest

/// `pv verify`: statuses are computed, and what the contract says is compared with them.
final class VerifyTests: XCTestCase {
  private let first = "FALSIFY-SCALE-001"

  private func rejects(
    _ project: VerifyProject, _ texts: String..., arguments: [String] = [], file: StaticString = #filePath,
    line: UInt = #line
  ) throws {
    let process = try PVProcess(arguments: ["verify"] + arguments, in: project.path)
    XCTAssertEqual(process.exitCode, 1, process.standardOutput, file: file, line: line)
    for text in texts {
      XCTAssertTrue(
        process.standardOutput.contains(text), "\(text) is not in:\n\(process.standardOutput)", file: file, line: line)
    }
  }

  func testFreshEvidenceIsAcceptedAndTheSummaryStatesItsDenominators() throws {
    let process = try VerifyProject(self).pv("verify")
    XCTAssertEqual(process.exitCode, 0, process.standardOutput)
    XCTAssertTrue(
      process.standardOutput.contains(
        "accepted: 1 contract, 2 clauses, 2 falsifiers: 2 of 2 judged, 2 hold; 2 of 2 clauses hold"),
      process.standardOutput)
  }

  func testAnEditedThresholdChangesTheVerdictWithoutARun() throws {
    let project = try VerifyProject(self)
    try project.edit(VerifyProject.contractPath, "at_most: 1.0e-6", "at_most: 1.0e-8")
    XCTAssertEqual(try project.status(first), "FALSIFIED")
    try rejects(
      project, "falsified", "max_abs_error is 1e-7, must be ≤ 1.0e-8", "look at the scale", "scale-v1.yaml:28:")
  }

  /// One element is not every shape: however well the checks hold, the claim is PENDING, and says what is missing.
  func testLessThanTheDomainAsksForIsPending() throws {
    let project = try VerifyProject(self)
    try project.edit(VerifyProject.contractPath, "over: {max_abs_error: 1 f32}", "over: {max_abs_error: 3585 f32}")
    XCTAssertEqual(try project.status(first), "PENDING")
    try rejects(project, "status-mismatch", "max_abs_error was taken over 3 f32, but the domain asks for 3585 f32")
  }

  func testADeclaredCornerThatNoCaseHitIsAFinding() throws {
    let project = try VerifyProject(self)
    try project.edit(
      VerifyProject.contractPath, "{inputs: {x: {over: 3 f32}}, over: {max_",
      "{inputs: {pairs: {corners: length 1}}, over: {max_")
    try project.edit(VerifyProject.contractPath, "    exact: \"three numbers say it all\"\n", "")
    var evidence = try project.evidence(
      first, ["max_abs_error": .init(.real(1e-7), over: "3 f32")],
      mutant: ["max_abs_error": .init(.real(1), over: "3 f32")])
    var input = Evidence.Input(
      name: "pairs", generator: "search", generatorVersion: 1, parameters: [:], seed: "1", cases: 3, dtype: "i32",
      shape: [3], sha256: Digest(of: []), classes: ["normal": 3], corners: ["length 1": 2])
    evidence.inputs = [input]
    try project.write(evidence, to: VerifyProject.evidenceA)
    XCTAssertEqual(try project.pv("verify").exitCode, 0)
    input.corners["a tail"] = 0
    evidence.inputs = [input]
    try project.write(evidence, to: VerifyProject.evidenceA)
    try rejects(project, "corner-missed", "\(first): no case of pairs lies in the corner \"a tail\"")
    XCTAssertEqual(try project.status(first), "DISCHARGED")
  }

  func testAHandEditedStatusIsRejectedInBothDirections() throws {
    let project = try VerifyProject(self)
    try project.edit(
      VerifyProject.contractPath, "mutants: [tripled]\n    discharge_status: DISCHARGED\n  - id",
      "mutants: [tripled]\n    discharge_status: PENDING\n  - id")
    try rejects(project, "status-mismatch", "\(first) says PENDING, derived is DISCHARGED")
    try project.edit(VerifyProject.contractPath, "discharge_status: PENDING", "discharge_status: DISCHARGED")
    try FileManager.default.removeItem(atPath: "\(project.path)/\(VerifyProject.evidenceA)")
    try rejects(
      project, "\(first) says DISCHARGED, derived is PENDING (no evidence)",
      "swift test --filter Falsifiers.FalsifyScale/testOne")
  }

  func testNaNIsFalsified() throws {
    let project = try VerifyProject(self)
    try project.writeEvidence(one: ["max_abs_error": .init(.real(.nan), over: "3 f32")])
    XCTAssertEqual(try project.status(first), "FALSIFIED")
  }

  func testASurvivingMutantIsNamed() throws {
    let project = try VerifyProject(self)
    try project.writeEvidence(oneMutant: ["max_abs_error": .init(.real(1e-8), over: "3 f32")])
    XCTAssertEqual(try project.status(first), "PENDING")
    try rejects(project, "the mutant tripled survives")
  }

  func testAnAssertedNumberDischargesNothing() throws {
    let project = try VerifyProject(self)
    try project.writeEvidence(one: ["max_abs_error": .init(.real(0), over: nil, isAsserted: true)])
    XCTAssertEqual(try project.status(first), "PENDING")
    try rejects(project, "max_abs_error is an asserted number")
  }

  func testEachKindOfStalenessNamesWhatMoved() throws {
    let changes: [(file: String, old: String, new: String, reason: String)] = [
      ("Tests/Falsifiers/FalsifyScale.swift", "throws {}", "throws { }", "Tests/Falsifiers/FalsifyScale.swift changed"),
      ("Sources/Scale/Scale.swift", "2 * x", "3 * x", "Sources/Scale/Scale.swift changed"),
      ("Package.swift", "\"-O\"", "\"-Onone\"", "Package.swift#Scale changed"),
      (VerifyProject.contractPath, "finite x", "any x", "the claim changed"),
    ]
    for change in changes {
      let project = try VerifyProject(self)
      try project.edit(change.file, change.old, change.new)
      XCTAssertEqual(try project.status(first), "PENDING", change.file)
      try rejects(project, "stale: \(change.reason)")
    }
  }

  func testProseDoesNotMakeEvidenceStale() throws {
    let project = try VerifyProject(self)
    try project.edit(VerifyProject.contractPath, "look at the scale", "look at the factor")
    try project.edit(VerifyProject.contractPath, "version: \"1.0.0\"", "version: \"1.0.1\"")
    XCTAssertEqual(try project.pv("verify").exitCode, 0)
  }

  func testAnImplementationThatTheContractAddsMakesOldEvidenceStale() throws {
    let project = try VerifyProject(self)
    try project.folder.write("Sources/Scale/Other.swift", "func other() {}\n")
    try project.edit(VerifyProject.contractPath, "[Sources/Scale]", "[Sources/Scale, Sources/Scale/Other.swift]")
    try rejects(project, "Sources/Scale/Other.swift changed since the run (what it runs)")
  }

  func testAnImplementationThatTheTestNeverReachesIsAnError() throws {
    let project = try VerifyProject(self)
    try project.folder.write("LICENSE", "any\n")
    try project.edit(VerifyProject.contractPath, "[Sources/Scale]", "[Sources/Scale, LICENSE]")
    try project.writeEvidence()
    try rejects(project, "FALSIFY-SCALE-001 never reaches LICENSE", "implementation-unreached")
    XCTAssertEqual(try project.status(first), "DISCHARGED")
  }

  /// Such a path would be reached and executed whatever becomes of the kernel.
  func testAnImplementationAmongTheTestsIsAnError() throws {
    for path in ["Tests/Falsifiers", "Tests/Falsifiers/FalsifyScale.swift"] {
      let project = try VerifyProject(self)
      try project.edit(VerifyProject.contractPath, "[Sources/Scale]", "[Sources/Scale, \(path)]")
      try project.writeEvidence()
      try rejects(
        project, "\(path) contains sources of FALSIFY-SCALE-001's own test target", "implementation-own")
    }
  }

  /// Nothing that cannot change a measurement makes evidence stale.
  func testWhatCannotChangeAMeasurementMovesNothing() throws {
    let project = try VerifyProject(self)
    let bound = try project.bytes(VerifyProject.binding)
    for (file, old, new) in [
      ("Sources/Scale/Scale.swift", "public", "// twice\n\n  // as exact\npublic"),
      ("Sources/Scale/Scale.swift", "2 * x }\n", "2 * x }  \t\r\n"),
      ("Package.swift", "    .target(name: \"Other\"),", "    .target(name: \"Other\"), .target(name: \"More\"),"),
      ("Package.swift", "let flags", "// a comment\nlet flags"),
    ] { try project.edit(file, old, new) }
    try project.folder.write("README.md", "a line\n")
    try project.accepts()
    try project.writeEvidence()
    XCTAssertEqual(try project.bytes(VerifyProject.binding), bound)
  }

  // MARK: The binding

  func testEvidenceWithoutABindingIsStale() throws {
    let project = try VerifyProject(self)
    try FileManager.default.removeItem(atPath: "\(project.path)/\(VerifyProject.binding)")
    XCTAssertEqual(try project.status(first), "PENDING")
    try rejects(project, "no binding says to which claim and sources the evidence belongs")
  }

  func testAHandEditOfTheBindingIsSeen() throws {
    let project = try VerifyProject(self)
    try project.edit("Sources/Scale/Scale.swift", "2 * x", "3 * x")
    let now = try XCTUnwrap(
      KeyBook(root: project.path).key(
        of: .init(
          .test(module: "Falsifiers", className: "FalsifyScale"), falsifier: first, implementation: ["Sources/Scale"],
          fixtures: [], metrics: ["max_abs_error"])))
    try project.edit(
      VerifyProject.binding, "key \(first) \(try project.entry(first).key)", "key \(first) \(now.digest)")
    XCTAssertEqual(try project.status(first), "PENDING")
    try rejects(project, "evidence-edited", "its lines and their seal do not match")
  }

  func testABindingInAnotherFormIsUnreadable() throws {
    for (old, new, reason) in [
      ("pv-binding 2\n", "pv-binding\n", "line 1 is not pv-binding 2"), ("claim ", "zclaim ", "line 2"),
      ("result FALSIFY-SCALE-002", "result", "line"),
      ("recorder 2", "recorder x", "has neither a digest nor a version"),
    ] {
      let project = try VerifyProject(self)
      try project.edit(VerifyProject.binding, old, new)
      XCTAssertEqual(try project.status(first), "PENDING", old)
      try rejects(project, "binding-unreadable", reason)
    }
    let project = try VerifyProject(self)
    try project.edit(VerifyProject.binding, "pv-binding 2\n", "pv-binding 3\n")
    try rejects(project, "evidence-newer-schema", "newer pv needed")
  }

  func testLinesOfAFalsifierThatIsGoneAreOrphans() throws {
    let project = try VerifyProject(self)
    try project.folder.write(
      VerifyProject.binding,
      String(decoding: try project.bytes(VerifyProject.binding), as: UTF8.self)
        .appending("wording FALSIFY-SCALE-009 \(Digest(of: []))\n"))
    try rejects(project, "evidence-orphan", "lines here bind FALSIFY-SCALE-009, but the contract has no such falsifier")
  }

  func testEvidenceOfAnEarlierFormIsNotJudged() throws {
    let project = try VerifyProject(self)
    try project.edit(VerifyProject.evidenceA, "\"version\": 4", "\"version\": 3")
    XCTAssertEqual(try project.status(first), "PENDING")
    try rejects(project, "evidence-older-form", "of an earlier pv", "run it again")
  }

  func testGatesAreDerived() throws {
    let project = try VerifyProject(self)
    try project.edit(VerifyProject.contractPath, "verdict: pass", "verdict: fail")
    try rejects(project, "gate-mismatch", "GATE-SCALE-001 says fail, derived is pass")
  }

  func testALevelBelowWhatIsRequiredIsPartial() throws {
    let project = try VerifyProject(self)
    try project.edit(
      VerifyProject.contractPath, "checks:\n      - {metric: max_abs_error",
      """
      requires: live
          needs: [{weights: tiny, sha256: \(String(repeating: "a", count: 64))}]
          checks:
            - {metric: max_abs_error
      """)
    try project.writeEvidence()
    XCTAssertEqual(try project.status(first), "PARTIAL_ALGORITHM_LEVEL")
  }

  func testBlockedNeedsAReasonANeedADateAndNoEvidence() throws {
    let blocked = """
      needs: [{weights: tiny, sha256: \(String(repeating: "a", count: 64))}]
          blocked: {reason: "no weights here", review: 2030-01-31}
          discharge_status: BLOCKED
        - id
      """
    let project = try VerifyProject(self)
    try project.edit(VerifyProject.contractPath, "discharge_status: DISCHARGED\n  - id", blocked)
    // Evidence is there, so nothing is blocked.
    XCTAssertNotEqual(try project.status(first, "--as-of", "2030-01-31"), "BLOCKED")
    try FileManager.default.removeItem(atPath: "\(project.path)/\(VerifyProject.evidenceA)")
    XCTAssertEqual(try project.status(first, "--as-of", "2030-01-31"), "BLOCKED")
    XCTAssertEqual(try project.status(first, "--as-of", "2030-02-01"), "PENDING")
    try project.edit(VerifyProject.contractPath, "verdict: pass", "verdict: fail")
    XCTAssertEqual(try project.pv("verify", "--as-of", "2030-01-31").exitCode, 0)
    XCTAssertEqual(try project.pv("verify", "--as-of", "2029-01-31").exitCode, 0)
    try rejects(project, "2030-01-31 is more than a year ahead", arguments: ["--as-of", "2029-01-30"])
    try rejects(project, "says BLOCKED, derived is PENDING", arguments: ["--as-of", "2030-02-01"])
  }

  func testAWaivedClaimNeverHoldsAndTheWaiverEnds() throws {
    let project = try VerifyProject(self)
    let waiver =
      "waived: {reason: \"known since spring\", owner: \"team:kernels\", until: 2030-01-31}\n    discharge_status: FALSIFIED\n  - id"
    try project.edit(VerifyProject.contractPath, "discharge_status: DISCHARGED\n  - id", waiver)
    try project.edit(VerifyProject.contractPath, "at_most: 1.0e-6", "at_most: 1.0e-8")
    try project.edit(VerifyProject.contractPath, "verdict: pass", "verdict: fail")
    let waived = try project.pv("verify", "--as-of", "2030-01-31")
    XCTAssertEqual(waived.exitCode, 0, waived.standardOutput)
    XCTAssertTrue(
      waived.standardOutput.contains("1 hold; 0 of 2 clauses hold; 1 FALSIFIED and waived"), waived.standardOutput)
    XCTAssertEqual(try project.pv("verify", "--as-of", "2030-01-31", "--strict").exitCode, 1)
    try rejects(project, "waiver-expired", arguments: ["--as-of", "2030-02-01"])
  }

  func testWritingSetsTheStatusAndNoOtherByte() throws {
    let project = try VerifyProject(self)
    try project.edit(VerifyProject.contractPath, "at_most: 1.0e-6", "at_most: 1.0e-8")
    let before = String(decoding: try project.bytes(VerifyProject.contractPath), as: UTF8.self)
    XCTAssertEqual(try project.pv("verify", "--write").exitCode, 1, "a falsified claim stays an error")
    let after = String(decoding: try project.bytes(VerifyProject.contractPath), as: UTF8.self)
    let start = try XCTUnwrap(before.range(of: "DISCHARGED"))
    XCTAssertEqual(
      after,
      before.replacingCharacters(in: start, with: "FALSIFIED")
        .replacingOccurrences(of: "verdict: pass", with: "verdict: fail"))
  }
}
