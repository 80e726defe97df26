import ContractKit
import XCTest

/// The words of a claim, which somebody vouches for and no run renews.
final class WordingTests: XCTestCase {
  private let first = "FALSIFY-SCALE-001"

  private func lines(_ project: VerifyProject, _ word: String) throws -> [String] {
    String(decoding: try project.bytes(VerifyProject.binding), as: UTF8.self).split(separator: "\n").map(String.init)
      .filter { $0.hasPrefix("\(word) ") }
  }

  private func rejects(_ project: VerifyProject, _ ids: String..., line: UInt = #line) throws {
    let verify = try project.pv("verify", "--format", "concise")
    XCTAssertEqual(verify.exitCode, 1, verify.standardOutput, line: line)
    let found = verify.standardOutput.split(separator: "\n").filter { $0.contains("[claim-reworded]") }
    XCTAssertEqual(found.count, ids.count, verify.standardOutput, line: line)
    for id in ids { XCTAssertTrue(found.contains { $0.contains(id) }, verify.standardOutput, line: line) }
  }

  func testEachTextOfABoundClauseIsHeld() throws {
    for (old, new, ids) in [
      ("formula: \"y = 2 x\"", "formula: \"y = 3 x\"", ["FALSIFY-SCALE-001", "FALSIFY-SCALE-002"]),
      ("no rounding without overflow", "rounding", ["FALSIFY-SCALE-001", "FALSIFY-SCALE-002"]),
      ("no error above 1e-6", "no error above 1", ["FALSIFY-SCALE-001"]),
      ("the bits of 2", "some bits", ["FALSIFY-SCALE-002"]),
    ] {
      let project = try VerifyProject(self)
      try project.edit(VerifyProject.contractPath, old, new)
      let verify = try project.pv("verify").standardOutput
      for id in ["FALSIFY-SCALE-001", "FALSIFY-SCALE-002"] {
        XCTAssertEqual(verify.contains("\(id): its prediction, or the formula"), ids.contains(id), verify)
      }
      // A run of what was bound says nothing of the words.
      try project.writeEvidence()
      XCTAssertEqual(try project.pv("verify").exitCode, 1)
      XCTAssertEqual(try project.status(first), "DISCHARGED", "what was measured stands")
    }
  }

  func testSomebodyAnswersForOtherWords() throws {
    let project = try VerifyProject(self)
    try project.edit(VerifyProject.contractPath, "\"finite x\"", "\"finite x, both zeros\"")
    try project.writeEvidence()
    try rejects(project, "FALSIFY-SCALE-001", "FALSIFY-SCALE-002")
    let before = try lines(project, "wording")
    let accept = try project.pv(
      "verify", "--accept-wording", "--reason", "zeros were drawn from the start", "--owner", "team:kernels")
    XCTAssertEqual(accept.exitCode, 0, accept.standardOutput)
    XCTAssertTrue(
      accept.standardError.contains("wrote \(VerifyProject.binding), wordings: 2"), accept.standardError)
    XCTAssertNotEqual(try lines(project, "wording"), before)
    let accepted = try lines(project, "accepted")
    XCTAssertEqual(accepted.count, 2)
    for line in accepted { XCTAssertTrue(line.hasSuffix(" team:kernels zeros were drawn from the start"), line) }
    try project.accepts()
    // A run keeps both lines, and the words of before are as strange now as any.
    try project.writeEvidence()
    XCTAssertEqual(try lines(project, "accepted"), accepted)
    try project.edit(VerifyProject.contractPath, "finite x, both zeros", "finite x")
    try project.writeEvidence()
    try rejects(project, "FALSIFY-SCALE-001", "FALSIFY-SCALE-002")
    let again = try project.pv("verify", "--accept-wording", "--reason", "as before", "--owner", "@a")
    XCTAssertEqual(again.exitCode, 0, again.standardOutput)
    XCTAssertEqual(try lines(project, "wording"), before)
    let nothing = try project.pv("verify", "--accept-wording", "--reason", "as before", "--owner", "@a")
    XCTAssertEqual(nothing.standardError, "every wording is the one that somebody has vouched for\n")
  }

  func testALineThatIsTakenAwayIsMissed() throws {
    let project = try VerifyProject(self)
    let line = try XCTUnwrap(lines(project, "wording").first { $0.contains(first) })
    try project.edit(VerifyProject.binding, line + "\n", "")
    XCTAssertEqual(try project.status(first), "PENDING")
    XCTAssertTrue(try project.pv("verify").standardOutput.contains("the binding was edited"))
    try project.writeEvidence()
    try rejects(project, first)
    XCTAssertTrue(try project.pv("verify").standardOutput.contains("nobody has vouched for the words"))
    let accept = try project.pv("verify", "--accept-wording", "--reason", "read it again", "--owner", "@a")
    XCTAssertEqual(accept.exitCode, 0, accept.standardOutput)
  }

  /// Each line that says more than a digest of what was run: neither an edit of it nor what may follow gets a seal.
  func testAnEditedLineGetsNoSeal() throws {
    for (word, old, new) in [
      ("wording", "", ""), ("accepted", "@one", "@two"), ("accepted", "read it", "read all of it"),
      ("executed", " no ", " yes "), ("executed", "Sources/Scale", "Sources/Other"),
    ] {
      let project = try VerifyProject(self)
      try project.write(
        try project.evidence(
          first, ["max_abs_error": .init(.real(1e-7), over: "3 f32")],
          mutant: ["max_abs_error": .init(.real(1), over: "3 f32")]),
        to: VerifyProject.evidenceA, executed: .no)
      try project.edit(VerifyProject.contractPath, "no error above 1e-6", "no error above 1")
      XCTAssertEqual(
        try project.pv("verify", "--accept-wording", "--reason", "read it", "--owner", "@one").exitCode, 1)
      let line = try XCTUnwrap(lines(project, word).first { $0.contains(first) }, word)
      let edited =
        old.isEmpty ? "wording \(first) \(String(repeating: "0", count: 64))" : line.replacing(old, with: new)
      XCTAssertNotEqual(line, edited)
      try project.edit(VerifyProject.binding, line, edited)
      // Sorted as the form asks, so that it is the seal that does not fit.
      let all = String(decoding: try project.bytes(VerifyProject.binding), as: UTF8.self).split(separator: "\n")
      let sorted = [String(all[0])] + all.dropFirst().map(String.init).sorted(by: Files.utf8Order)
      let bytes = Array(sorted.map { $0 + "\n" }.joined().utf8)
      try Files.replace("\(project.path)/\(VerifyProject.binding)", with: bytes)
      XCTAssertTrue(try project.pv("verify").standardOutput.contains("the binding was edited"), edited)
      XCTAssertEqual(try project.status(first), "PENDING")
      try project.edit(VerifyProject.contractPath, "no rounding without overflow", "rounding")
      let accept = try project.pv("verify", "--accept-wording", "--reason", "read it", "--owner", "@one")
      XCTAssertTrue(accept.standardError.contains("the lines of \(first) were edited"), accept.standardError)
      XCTAssertEqual(try project.bytes(VerifyProject.binding), bytes, edited)
    }
  }

  func testAnAnswerHasAReasonAndAnOwner() throws {
    let project = try VerifyProject(self)
    for arguments in [
      ["--accept-wording"], ["--accept-wording", "--reason", "read it"], ["--accept-wording", "--owner", "@a"],
      ["--accept-wording", "--reason", "fine", "--owner", "@a"],
      ["--accept-wording", "--reason", "read\nit", "--owner", "@a"],
      ["--accept-wording", "--reason", "read it", "--owner", "somebody"], ["--reason", "read it"], ["--owner", "@a"],
    ] {
      let process = try PVProcess(arguments: ["verify"] + arguments, in: project.path)
      XCTAssertEqual(process.exitCode, 64, arguments.joined(separator: " "))
    }
  }

  func testNothingIsEnteredIntoAnEditedBinding() throws {
    let project = try VerifyProject(self)
    try project.edit(VerifyProject.contractPath, "no rounding without overflow", "rounding")
    let seal = try XCTUnwrap(lines(project, "seal").first)
    try project.edit(VerifyProject.binding, seal, "seal \(first) \(String(repeating: "0", count: 64))")
    let before = try project.bytes(VerifyProject.binding)
    let accept = try project.pv("verify", "--accept-wording", "--reason", "read it", "--owner", "@a")
    XCTAssertEqual(accept.exitCode, 1)
    XCTAssertTrue(accept.standardError.contains("the lines of \(first) were edited"), accept.standardError)
    XCTAssertEqual(try project.bytes(VerifyProject.binding), before)
  }
}
