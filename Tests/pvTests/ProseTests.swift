import XCTest

/// Numbers in prose that point at evidence, in documents and in contracts.
final class ProseTests: XCTestCase {
  private func rejects(_ project: VerifyProject, _ texts: String..., line: UInt = #line) throws {
    let verify = try project.pv("verify")
    XCTAssertEqual(verify.exitCode, 1, verify.standardOutput, line: line)
    for text in texts { XCTAssertTrue(verify.standardOutput.contains(text), verify.standardOutput, line: line) }
  }

  func testADocumentIsHeldToTheEvidence() throws {
    let project = try VerifyProject(self)
    try project.folder.write(
      "docs/results.md",
      "The error is [0.00001 %](pv:FALSIFY-SCALE-001/max_abs_error), and\nthe mutant's "
        + "[1](pv:scale-v1#FALSIFY-SCALE-001/max_abs_error@tripled).\n")
    try project.accepts()
    try project.edit("docs/results.md", "0.00001 %", "0.00002 %")
    try rejects(
      project, "prose-number-differs", "docs/results.md:1:14",
      "0.00002 % is printed, and FALSIFY-SCALE-001/max_abs_error is 1e-7")
  }

  func testAContractsProseIsHeldToTheEvidence() throws {
    let project = try VerifyProject(self)
    try project.edit(
      VerifyProject.contractPath, "\"no error above 1e-6\"",
      ">-\n      the error is [1e-7](pv:max_abs_error), below\n      1e-6, the bits are [0x40000000](pv:FALSIFY-SCALE-002/one.bits)"
    )
    try project.acceptWording()
    try project.accepts()
    let page = try project.pv("explain", "FALSIFY-SCALE-001").standardOutput
    XCTAssertTrue(page.contains("the error is 1e-7, below 1e-6, the bits are 0x40000000"), page)
    try project.edit(VerifyProject.contractPath, "[0x40000000]", "[0x40000001]")
    try rejects(project, "prose-number-differs", "scale-v1.yaml:23:", "is 0x40000000")
  }

  func testWhatPointsAtNothingIsFound() throws {
    for (text, why) in [
      ("[1](pv:FALSIFY-SCALE-009/max_abs_error)", "there is no such falsifier"),
      ("[1](pv:FALSIFY-SCALE-001/max_ulps)", "the evidence has max_abs_error"),
      ("[1](pv:max_abs_error)", "write [CONTRACT#]FALSIFIER/METRIC"),
      ("[about 1](pv:FALSIFY-SCALE-001/max_abs_error)", "what is printed is no number"),
      ("[1](pv:other-v1#FALSIFY-SCALE-001/max_abs_error)", "there is no such falsifier"),
    ] {
      let project = try VerifyProject(self)
      try project.folder.write("README.md", "Here: \(text)\n")
      try rejects(project, "prose-number-unresolved", why)
    }
    let project = try VerifyProject(self)
    try project.folder.write("README.md", "[1](pv:FALSIFY-SCALE-001/max_abs_error)\n")
    try FileManager.default.removeItem(atPath: "\(project.path)/\(VerifyProject.evidenceA)")
    try rejects(project, "there is no evidence of it to read")
  }

  func testAGeneratedTableThatWasEditedDoesNotAddUp() throws {
    let project = try VerifyProject(self)
    try project.folder.write("ship-spec.md", "<!-- pv:status:begin -->\n<!-- pv:status:end -->\n")
    XCTAssertEqual(try project.pv("status", "--write").exitCode, 0)
    try project.accepts()
    try project.edit("ship-spec.md", "| scale-v1 | 2 | 2 |", "| scale-v1 | 3 | 2 |")
    try rejects(project, "table-sum", "ship-spec.md:5:", "3 falsifiers, and the statuses add up to 2")
    XCTAssertEqual(try project.pv("status", "--write").exitCode, 1, "a page that does not add up is still judged")
    XCTAssertEqual(try project.pv("verify").exitCode, 0)
    try project.edit("evidence/README.md", "| 3.3 |", "| 4.3 |")
    try rejects(project, "table-sum", "the margin is printed as 4.3")
  }
}
