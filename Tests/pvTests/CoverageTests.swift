import ContractKit
import XCTest

/// `pv coverage`: every hole is named, and counted by its link.
final class CoverageTests: XCTestCase {
  /// The project of `pv verify`, without a test that belongs to another contract.
  private func project() throws -> VerifyProject {
    let project = try VerifyProject(self)
    try FileManager.default.removeItem(atPath: "\(project.path)/Tests/Falsifiers/FalsifySoftmax.swift")
    return project
  }

  private func coverage(_ project: VerifyProject, _ arguments: String...) throws -> JSON {
    let process = try PVProcess(arguments: ["coverage", "--json"] + arguments, in: project.path)
    return try JSON(reading: Array(process.standardOutput.utf8))
  }

  private func holes(_ json: JSON) -> [String] {
    (json["links"]?.array ?? []).flatMap { link in
      (link["holes"]?.array ?? []).map { "\(link["link"]?.string ?? "") \($0["subject"]?.string ?? "")" }
    }
  }

  func testAWholeChainHasNoHole() throws {
    let project = try project()
    let json = try coverage(project)
    XCTAssertEqual(holes(json), [])
    XCTAssertEqual(json["summary"]?["clauses_reached"]?.integer, 2)
    XCTAssertEqual(json["summary"]?["clauses_holding"]?.integer, 2)
    XCTAssertEqual(try project.pv("coverage", "--strict").exitCode, 0)
    let text = try project.pv("coverage").standardOutput
    XCTAssertTrue(text.hasSuffix("2 of 2 clauses reach fresh evidence, 2 hold; 0 holes in 10 links\n"), text)
  }

  func testEachLinkThatIsCutIsNamed() throws {
    let cuts: [(String, String, String, [String])] = [
      (
        VerifyProject.contractPath, "    references: [ieee754]\n", "",
        ["reference_equation scale-v1#ieee754", "equation_reference scale-v1#scale"]
      ),
      (
        VerifyProject.contractPath, "[scale, scale/exact]", "[scale/exact]",
        // A contract with errors is not judged, so none of its tests has fresh evidence.
        [
          "clause_falsifier scale-v1#scale", "test_evidence FALSIFY-SCALE-001", "test_evidence FALSIFY-SCALE-002",
        ]
      ),
      (
        VerifyProject.contractPath, "binds_to: scale/exact", "binds_to: scale/inexact",
        [
          "test_evidence FALSIFY-SCALE-001", "test_evidence FALSIFY-SCALE-002", "falsifier_clause FALSIFY-SCALE-002",
        ]
      ),
      (
        VerifyProject.contractPath, "/testTwo", "/testThree",
        [
          "falsifier_test FALSIFY-SCALE-002", "test_evidence FALSIFY-SCALE-001", "test_evidence FALSIFY-SCALE-002",
        ]
      ),
      (
        "Tests/Falsifiers/FalsifyOther.swift", "", "func testFalsifyX() {}\n",
        ["test_falsifier Falsifiers.FalsifyOther/testFalsifyX"]
      ),
      ("evidence/gone-v1/FALSIFY-GONE.json", "", "{}\n", ["evidence_falsifier evidence/gone-v1/FALSIFY-GONE.json"]),
      (
        "Sources/Scale/Scale.swift", "2 * x", "3 * x",
        ["test_evidence FALSIFY-SCALE-001", "test_evidence FALSIFY-SCALE-002"]
      ),
    ]
    for (file, old, new, expected) in cuts {
      let project = try project()
      if old.isEmpty { try project.folder.write(file, new) } else { try project.edit(file, old, new) }
      XCTAssertEqual(holes(try coverage(project)), expected, new)
      XCTAssertEqual(try project.pv("coverage").exitCode, 0)
      XCTAssertEqual(try project.pv("coverage", "--strict").exitCode, 1)
      let text = try project.pv("coverage").standardOutput
      for hole in expected { XCTAssertTrue(text.contains(String(hole.split(separator: " ")[1])), text) }
    }
  }

  func testAReasonIsNoHoleAndPathsLeaveOutWhatBelongsToOthers() throws {
    let project = try project()
    try project.edit(VerifyProject.contractPath, "[scale, scale/exact]", "[scale/exact]")
    try project.edit(VerifyProject.contractPath, "    formula:", "    not_falsified: \"by definition\"\n    formula:")
    try project.folder.write("evidence/gone-v1/FALSIFY-GONE.json", "{}\n")
    let json = try coverage(project, VerifyProject.contractPath)
    XCTAssertEqual(holes(json), ["test_evidence FALSIFY-SCALE-001"])
    let link = json["links"]?.array?.first { $0["link"]?.string == "clause_falsifier" }
    XCTAssertEqual(link?["justified"]?.integer, 1)
    XCTAssertEqual(link?["linked"]?.integer, 1)
  }

  func testEvidenceFolderAndBadInput() throws {
    let project = try project()
    XCTAssertEqual(holes(try coverage(project, "--evidence", "elsewhere")).count, 2)
    XCTAssertEqual(try project.pv("coverage", "missing").exitCode, 2)
    try project.folder.write("contracts/broken.yaml", "a: [")
    XCTAssertEqual(try project.pv("coverage").exitCode, 1)
    XCTAssertEqual(try PVProcess("coverage", in: "/").exitCode, 2)
  }
}
