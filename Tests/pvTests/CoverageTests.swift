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
    XCTAssertTrue(text.hasSuffix("2 of 2 clauses reach fresh evidence, 2 hold; 0 holes in 11 links\n"), text)
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

  func testABlindnessIsListedWithItsReason() throws {
    let project = try project()
    var evidence = try project.evidence(
      "FALSIFY-SCALE-001", ["max_abs_error": .init(.real(0), over: "3 f32")],
      mutant: ["max_abs_error": .init(.real(1), over: "3 f32")])
    evidence.impostors["max_abs_error"]?["zeros"] = .measured(["max_abs_error": .init(.real(0), over: nil)])
    try project.write(evidence, to: VerifyProject.evidenceA)
    XCTAssertEqual(holes(try coverage(project)), ["check_impostor FALSIFY-SCALE-001"])
    XCTAssertEqual(try project.status("FALSIFY-SCALE-001"), "PENDING")
    try project.edit(
      VerifyProject.contractPath, "    no_orders:",
      "    blind_to: [{impostors: zeros, reason: \"every input is zero\"}]\n    no_orders:")
    let json = try coverage(project)
    XCTAssertEqual(holes(json), [])
    let link = json["links"]?.array?.first { $0["link"]?.string == "check_impostor" }
    XCTAssertEqual(link?["justified"]?.integer, 1)
    XCTAssertEqual(
      link?["reasons"]?.array?.first?["message"]?.string, "blind to zeros of max_abs_error: every input is zero")
    XCTAssertTrue(try project.pv("coverage").standardOutput.contains("check_impostor, with a reason why not:"))
    try project.accepts()
    let page = try project.pv("explain", "FALSIFY-SCALE-001").standardOutput
    XCTAssertTrue(page.contains("max_abs_error: caught are one_element, rows_exchanged, tail_missing, constant"), page)
    XCTAssertTrue(page.contains("    blind to zeros: every input is zero"), page)
    _ = try project.pv("status", "--write")
    let index = String(decoding: try project.bytes("evidence/README.md"), as: UTF8.self)
    XCTAssertTrue(
      index.contains("| FALSIFY-SCALE-001 | `max_abs_error` | x | x | x | blind | x | x | x | x |"), index)
  }

  /// Figures of a page, which are no part of the chain and no condition of a run.
  func testFaultsInSourcesAreToldFromThePageThatHasThem() throws {
    let project = try project()
    try project.folder.write("pv.yaml", VerifyProject.settings + "prose: [pages]\n")
    try project.folder.write(
      "pages/mutation.md",
      """
      | file | killed | timeout | survived | explained | not reached | not run |
      | --- | ---: | ---: | ---: | ---: | ---: | ---: |
      | Sources/Scale/Scale.swift | 3 | 1 | 2 | 1 | 4 | 0 |
      | Sources/Other/Other.swift | 5 | 0 | 1 | 1 | 0 | 0 |
      | all | 8 | 1 | 3 | 2 | 4 | 0 |

      """)
    try project.folder.write("pages/other.md", "| file | killed |\n| --- | --- |\n| a | 1 |\n")
    let process = try project.pv("coverage", "--strict")
    XCTAssertEqual(process.exitCode, 0)
    let lines = process.standardOutput.split(separator: "\n").map(String.init)
    let start = try XCTUnwrap(lines.firstIndex { $0.hasPrefix("source faults") }, process.standardOutput)
    XCTAssertEqual(
      lines[start...start + 3],
      [
        "source faults, by pages/mutation.md: 9 of 12 noticed; of 3 that survive, 2 are explained; 4 more are not reached",
        "  Sources/Scale/Scale.swift: 1 of 6 survive without an explanation",
        "source faults, by contract:",
        "  scale-v1: 4 of 6 noticed; of 2 that survive, 1 is explained; 4 more are not reached",
      ])
    let json = try coverage(project)
    XCTAssertEqual(json["source_faults"]?.array?.count, 1)
    XCTAssertEqual(json["source_faults"]?.array?.first?["all"]?["noticed"]?.integer, 9)
    let contracts = try XCTUnwrap(json["source_faults"]?.array?.first?["contracts"]?.array)
    XCTAssertEqual(contracts.compactMap { $0["contract"]?.string }, ["scale-v1"])
    XCTAssertEqual(contracts.first?["not_reached"]?.integer, 4)
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
