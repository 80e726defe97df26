import ContractKit
import XCTest

/// What is said of a claim whose implementation was not executed, or is not shown to have been.
final class ExecutionTests: XCTestCase {
  private let first = "FALSIFY-SCALE-001"

  private func write(_ project: VerifyProject, _ executed: Execution, error: Double = 1e-7) throws {
    try project.write(
      try project.evidence(
        first, ["max_abs_error": .init(.real(error), over: "3 f32")],
        mutant: ["max_abs_error": .init(.real(1), over: "3 f32")]), to: VerifyProject.evidenceA, executed: executed)
  }

  func testWhatWasNotExecutedIsPending() throws {
    let project = try VerifyProject(self)
    try write(project, .no)
    XCTAssertEqual(try project.status(first), "PENDING")
    let verify = try project.pv("verify")
    XCTAssertEqual(verify.exitCode, 1)
    XCTAssertTrue(
      verify.standardOutput.contains("Sources/Scale was not executed while the real kernel was measured"),
      verify.standardOutput)
    XCTAssertTrue(try project.pv("explain", first).standardOutput.contains("  Sources/Scale: no\n"))
    try write(project, .no, error: 1)
    XCTAssertEqual(try project.status(first), "FALSIFIED", "what was measured violates the check all the same")
  }

  func testWhatIsNotShownIsPartial() throws {
    let project = try VerifyProject(self)
    try write(project, .unseen)
    XCTAssertEqual(try project.status(first), "DISCHARGED", "an earlier run of the same sources has seen it")
    try write(project, .unseen, error: 2e-7)
    XCTAssertEqual(try project.status(first), "PARTIAL_ALGORITHM_LEVEL")
    let explain = try project.pv("explain", first).standardOutput
    for text in [
      "execution not shown: nothing in Sources/Scale counts", "show it   in Package.swift", "-profile-generate",
      "-fprofile-instr-generate", "  Sources/Scale: unseen\n",
    ] { XCTAssertTrue(explain.contains(text), explain) }
    try write(project, .yes, error: 2e-7)
    XCTAssertEqual(try project.status(first), "DISCHARGED")
    let shown = try project.pv("explain", first).standardOutput
    XCTAssertTrue(shown.contains("  Sources/Scale: yes\n"), shown)
    XCTAssertFalse(shown.contains("show it"), shown)
  }

  func testAnEquationThatNamesNoImplementationShowsNothing() throws {
    let project = try VerifyProject(self)
    try project.edit(VerifyProject.contractPath, "    implementation: [Sources/Scale]\n", "")
    XCTAssertEqual(try project.status(first), "PENDING", "it was run for another claim")
    try project.writeEvidence()
    XCTAssertEqual(try project.status(first), "PARTIAL_ALGORITHM_LEVEL")
    let explain = try project.pv("explain", first).standardOutput
    XCTAssertTrue(explain.contains("execution not shown: scale names no `implementation:`"), explain)
    XCTAssertTrue(explain.contains("show it   name the sources"), explain)
  }

  func testOtherPathsAskForAnotherRun() throws {
    for paths in ["Sources/Scale/Scale.swift", "Sources/Scale, Sources/Scale/Scale.swift"] {
      let project = try VerifyProject(self)
      try project.edit(VerifyProject.contractPath, "[Sources/Scale]", "[\(paths)]")
      XCTAssertEqual(try project.status(first), "PENDING")
      XCTAssertTrue(
        try project.pv("verify").standardOutput.contains(
          "the paths under `implementation:` of the bound clauses changed since the run"))
      try project.writeEvidence()
      XCTAssertEqual(try project.status(first), "DISCHARGED")
    }
  }

  func testAnEarlierBindingIsNotJudged() throws {
    let project = try VerifyProject(self)
    try project.edit(VerifyProject.binding, "pv-binding 2", "pv-binding 1")
    let verify = try project.pv("verify", "--format", "concise")
    XCTAssertEqual(verify.exitCode, 1)
    XCTAssertTrue(verify.standardOutput.contains("[evidence-older-form]"), verify.standardOutput)
    XCTAssertTrue(verify.standardOutput.contains("an older form: it has version 1"), verify.standardOutput)
    XCTAssertEqual(try project.status(first), "PENDING")
  }
}
