import ContractKit
import XCTest

/// `pv status` and `pv explain`: the scoreboard and the pages made of it.
final class StatusTests: XCTestCase {
  func testTextMarkdownAndJSONAgreeAndRowsAddUp() throws {
    let project = try VerifyProject(self)
    try project.edit(VerifyProject.contractPath, "at_most: 1.0e-6", "at_most: 1.0e-8")
    let json = try JSON(reading: Array(try project.pv("status", "--format", "json").standardOutput.utf8))
    let rows = try XCTUnwrap(json["contracts"]?.array)
    for name in ["falsifiers", "waived"] + Status.allCases.map(\.rawValue) {
      let sum = rows.compactMap { $0[name]?.integer }.reduce(0, +)
      XCTAssertEqual(json["total"]?[name]?.integer, sum, name)
    }
    XCTAssertEqual(json["total"]?["FALSIFIED"]?.integer, 1)
    XCTAssertEqual(json["total"]?["DISCHARGED"]?.integer, 1)
    XCTAssertEqual(json["gates"]?.array?.first?["passes"]?.bool, false)
    let text = try project.pv("status").standardOutput
    XCTAssertTrue(text.contains("total              2           1        0        0          1"), text)
    XCTAssertTrue(text.contains("gate GATE-SCALE-001: fail: 1 of 2 hold; not: FALSIFY-SCALE-001 (FALSIFIED)"), text)
    let markdown = try project.pv("status", "--format", "markdown").standardOutput
    XCTAssertTrue(markdown.contains("| **total** | **2** | **1** | **0** | **0** | **1** |"), markdown)
  }

  func testGeneratedPagesAreWrittenAndChecked() throws {
    let project = try VerifyProject(self)
    try project.folder.write(
      "ship-spec.md",
      "# Spec\n\nby hand\n\n<!-- pv:status:begin -->\nlast week\n<!-- pv:status:end -->\n\nby hand, too\n")
    XCTAssertEqual(try project.pv("status", "--check").exitCode, 1)
    XCTAssertEqual(try project.pv("status", "--write").exitCode, 0)
    XCTAssertEqual(try project.pv("status", "--check").exitCode, 0)
    let specification = String(decoding: try project.bytes("ship-spec.md"), as: UTF8.self)
    XCTAssertTrue(specification.hasPrefix("# Spec\n\nby hand\n"))
    XCTAssertTrue(specification.hasSuffix("\nby hand, too\n"))
    XCTAssertTrue(specification.contains("GATE-SCALE-001"))
    XCTAssertFalse(specification.contains("last week"))
    // The page stands among the evidence, and is no evidence.
    XCTAssertEqual(try project.pv("verify").exitCode, 0)
    try project.edit("evidence/README.md", "1e-7", "1e-9")
    let stale = try project.pv("status", "--check")
    XCTAssertEqual(stale.exitCode, 1)
    XCTAssertTrue(stale.standardError.contains("evidence/README.md"), stale.standardError)
  }

  func testWhatRejectsIsSaidWithItsPlace() throws {
    let project = try VerifyProject(self)
    try project.folder.write("docs/results.md", "The error is [2e-7](pv:FALSIFY-SCALE-001/max_abs_error).\n")
    _ = try project.pv("status", "--write")
    let check = try project.pv("status", "--check")
    XCTAssertEqual(check.exitCode, 1)
    XCTAssertTrue(
      check.standardError.contains(
        "docs/results.md:1:14: error: 2e-7 is printed, but FALSIFY-SCALE-001/max_abs_error is 1e-7"),
      check.standardError)
    XCTAssertFalse(check.standardError.contains("not current"), check.standardError)
  }

  func testAToleranceHasAMargin() throws {
    let project = try VerifyProject(self)
    try project.edit(
      VerifyProject.contractPath, "{metric: max_abs_error, at_most: 1.0e-6}",
      "{metric: max_abs_error, equals: 1.0e-7, within: 4.0e-6}")
    try project.writeEvidence(one: ["max_abs_error": .init(.real(1.1e-6), over: "3 f32")])
    XCTAssertEqual(try project.pv("status", "--write").exitCode, 0)
    let page = String(decoding: try project.bytes("evidence/README.md"), as: UTF8.self)
    XCTAssertTrue(page.contains("`max_abs_error` | 1.1e-6 | = 1.0e-7 ± 4.0e-6 | 2.0 | DISCHARGED"), page)
  }

  func testASpecificationWithoutMarkersIsNotTouched() throws {
    let project = try VerifyProject(self)
    try project.folder.write("ship-spec.md", "# Spec\n")
    let process = try project.pv("status", "--write")
    XCTAssertEqual(process.exitCode, 1)
    XCTAssertTrue(process.standardError.contains("pv:status:begin"), process.standardError)
    XCTAssertEqual(try project.bytes("ship-spec.md"), Array("# Spec\n".utf8))
  }

  func testTheIndexListsTheSmallestMarginFirst() throws {
    let project = try VerifyProject(self)
    XCTAssertEqual(try project.pv("status", "--write").exitCode, 0)
    let page = String(decoding: try project.bytes("evidence/README.md"), as: UTF8.self)
    let bounded = try XCTUnwrap(page.range(of: "`max_abs_error` | 1e-7 | ≤ 1.0e-6 | 3.3 | DISCHARGED"), page)
    let exact = try XCTUnwrap(page.range(of: "`one.bits` | 0x40000000 | = 0x40000000 | exact | DISCHARGED"), page)
    XCTAssertLessThan(bounded.lowerBound, exact.lowerBound)
    XCTAssertTrue(page.contains("three instead of two"))
  }

  func testAFullDiskOrAReadOnlyFolderKeepsTheOldPage() throws {
    let project = try VerifyProject(self)
    XCTAssertEqual(try project.pv("status", "--write").exitCode, 0)
    let before = try project.bytes("evidence/README.md")
    try project.edit(VerifyProject.contractPath, "at_most: 1.0e-6", "at_most: 2.0e-6")
    // A limit of one block stands for a full disk.
    let limited = try PVProcess(
      limitedToBlocks: 1, arguments: ["status", "--write"], in: project.path)
    XCTAssertNotEqual(limited.exitCode, 0)
    XCTAssertTrue(limited.standardError.contains("evidence/README.md"), limited.standardError)
    XCTAssertEqual(try project.bytes("evidence/README.md"), before)
    XCTAssertEqual(try Files.names(in: "\(project.path)/evidence"), ["README.md", "scale-v1"])
  }

  func testALinkedSpecificationStaysALink() throws {
    let project = try VerifyProject(self)
    try project.folder.write("docs/spec.md", "<!-- pv:status:begin -->\n<!-- pv:status:end -->\n")
    try? FileManager.default.removeItem(atPath: "\(project.path)/ship-spec.md")
    try FileManager.default.createSymbolicLink(
      atPath: "\(project.path)/ship-spec.md", withDestinationPath: "docs/spec.md")
    let written = try project.pv("status", "--write")
    let verified = try project.pv("verify")
    XCTAssertEqual(written.exitCode, 0, verified.standardOutput)
    XCTAssertEqual(Files.kind(of: "\(project.path)/ship-spec.md"), .link)
    XCTAssertTrue(String(decoding: try project.bytes("docs/spec.md"), as: UTF8.self).contains("| scale-v1 | 2 |"))
    XCTAssertEqual(try project.pv("status", "--check").exitCode, 0)
  }

  func testExplainListsWhatAResultDependsOn() throws {
    let project = try VerifyProject(self)
    let members = try project.pv("explain", "FALSIFY-SCALE-001", "--members")
    XCTAssertEqual(members.exitCode, 0, members.standardError)
    XCTAssertTrue(members.standardOutput.contains("Sources/Scale/Scale.swift"), members.standardOutput)
    XCTAssertFalse(try project.pv("explain", "FALSIFY-SCALE-001").standardOutput.contains("pv-key/"))
  }

  func testExplainAFalsifier() throws {
    let project = try VerifyProject(self)
    let process = try project.pv("explain", "FALSIFY-SCALE-001")
    XCTAssertEqual(process.exitCode, 0)
    for text in ["DISCHARGED", "max_abs_error = 1e-7", "tripled (three instead of two): killed by max_abs_error"] {
      XCTAssertTrue(process.standardOutput.contains(text), process.standardOutput)
    }
    let unknown = try project.pv("explain", "FALSIFY-SCALE-01")
    XCTAssertEqual(unknown.exitCode, 64)
    XCTAssertTrue(unknown.standardError.contains("did you mean `FALSIFY-SCALE-001`"), unknown.standardError)
  }
}
