import ContractKit
import XCTest

/// ship-spec.md cites falsifiers and gates; each must exist.
final class ShipSpecTests: XCTestCase {
  func testEveryIdThatTheSpecificationCitesExists() throws {
    let root = try XCTUnwrap(PackageRoot.above(#filePath))
    let contracts = ContractSet.load(paths: ["\(root)/contracts"]).contracts
    let known = Set(contracts.flatMap { $0.falsifiers.map(\.id.value) + $0.gates.map(\.id.value) })
    let text = String(decoding: try Files.read("\(root)/ship-spec.md"), as: UTF8.self)
    let cited = Set(text.matches(of: /\b(?:FALSIFY|GATE)-[A-Z0-9-]*[0-9]\b/).map { String($0.output) })
    XCTAssertGreaterThan(cited.count, known.count / 2, "the pattern no longer finds the ids")
    XCTAssertEqual(cited.subtracting(known), [])
  }

  func testEveryGateOfTheContractsIsACriterion() throws {
    let root = try XCTUnwrap(PackageRoot.above(#filePath))
    let text = String(decoding: try Files.read("\(root)/ship-spec.md"), as: UTF8.self)
    let criteria = text.prefix(upTo: try XCTUnwrap(text.range(of: "## Status")).lowerBound)
    for contract in ContractSet.load(paths: ["\(root)/contracts"]).contracts {
      for gate in contract.gates {
        XCTAssertTrue(criteria.contains(gate.id.value), "\(gate.id.value) is no criterion of ship-spec.md")
      }
    }
  }
}

/// What `pv` makes of a ship specification.
final class CriterionTests: XCTestCase {
  private func project(_ rows: String...) throws -> VerifyProject {
    let project = try VerifyProject(self)
    try project.folder.write(
      "ship-spec.md",
      "# Spec\n\n| criterion | proof |\n| --- | --- |\n" + rows.map { "| \($0) |\n" }.joined()
        + "\n```\n| no | proof |\n| --- | --- |\n| row | |\n```\n\n"
        + "<!-- pv:status:begin -->\n<!-- pv:status:end -->\n")
    return project
  }

  private func rows(_ project: VerifyProject) throws -> [String] {
    XCTAssertNotEqual(try project.pv("status", "--check").exitCode, 0, "the column is not there yet")
    _ = try project.pv("status", "--write")
    let text = String(decoding: try project.bytes("ship-spec.md"), as: UTF8.self)
    let check = try project.pv("status", "--check")
    XCTAssertFalse(check.standardError.contains("not current"), check.standardError)
    return text.split(separator: "\n").map(String.init).filter { $0.hasPrefix("| ") }.prefix(while: {
      $0 != "| no | proof |"
    })
    .map { $0 }
  }

  func testEachRowShowsWhatFollowsFromItsProofs() throws {
    let project = try project(
      "it doubles \\| twice | GATE-SCALE-001", "it is exact | FALSIFY-SCALE-002 and `pv verify`",
      "CI passes | `Sources/Scale/Scale.swift --all`, `swift test`")
    XCTAssertEqual(
      try rows(project),
      [
        "| criterion | proof | status |", "| --- | --- | --- |", "| it doubles \\| twice | GATE-SCALE-001 | holds |",
        "| it is exact | FALSIFY-SCALE-002 and `pv verify` | by CI |",
        "| CI passes | `Sources/Scale/Scale.swift --all`, `swift test` | by CI |",
      ])
    try project.accepts()
    let text = try project.pv("status").standardOutput
    XCTAssertTrue(text.contains("3 criteria: 1 hold, 2 by CI, 0 open\n"), text)
    XCTAssertTrue(text.contains("Next: no criterion is open that a contract can show"), text)

    try project.edit(VerifyProject.contractPath, "at_most: 1.0e-6", "at_most: 1.0e-8")
    try project.edit("Sources/Scale/Scale.swift", "2 * x", "3 * x")
    _ = try project.pv("status", "--write")
    let after = String(decoding: try project.bytes("ship-spec.md"), as: UTF8.self)
    XCTAssertTrue(after.contains("| GATE-SCALE-001 | open: GATE-SCALE-001 |"), after)
    XCTAssertTrue(after.contains("| FALSIFY-SCALE-002 and `pv verify` | open: FALSIFY-SCALE-002 |"), after)
    XCTAssertTrue(after.contains("3 criteria: 0 hold, 1 by CI, 2 open."), after)
    // The second needs one falsifier, the first two.
    XCTAssertTrue(
      after.contains(
        "Next: criterion 1.2 needs 1 falsifier; FALSIFY-SCALE-002, PENDING: run `swift test --filter "
          + "Falsifiers.FalsifyScale/testTwo`"), after)
    let json = try JSON(reading: Array(try project.pv("status", "--format", "json").standardOutput.utf8))
    XCTAssertEqual(json["criteria"]?.array?.map { $0["status"]?.string }.first, "open: GATE-SCALE-001")
    XCTAssertEqual(json["next"]?.string?.hasPrefix("criterion 1.2 needs"), true)
  }

  func testATableCanBeWrittenInOtherWays() throws {
    let project = try VerifyProject(self)
    try project.folder.write(
      "ship-spec.md",
      "Criterion | Status | Proof\n--- | --- | ---\nit doubles | | GATE-SCALE-001\n it is exact | soon\n\n"
        + "<!-- pv:status:begin -->\n<!-- pv:status:end -->\n")
    let verify = try project.pv("verify", "--format", "concise")
    XCTAssertTrue(
      verify.standardOutput.contains("ship-spec.md:4:1: error: criterion 1.2: it names"), verify.standardOutput)
    _ = try project.pv("status", "--write")
    let text = String(decoding: try project.bytes("ship-spec.md"), as: UTF8.self)
    XCTAssertTrue(
      text.hasPrefix(
        "Criterion | Status | Proof\n--- | --- | ---\n| it doubles | holds | GATE-SCALE-001 |\n"
          + "| it is exact | no proof |\n"), text)
  }

  func testAStatusByHandIsNotCurrent() throws {
    let project = try project("it doubles | GATE-SCALE-001")
    _ = try project.pv("status", "--write")
    try project.edit("ship-spec.md", "| holds |", "| shipped |")
    let check = try project.pv("status", "--check")
    XCTAssertEqual(check.exitCode, 1)
    XCTAssertTrue(check.standardError.contains("not current: ship-spec.md"), check.standardError)
  }

  func testARowWithoutAProofThatExistsIsAnError() throws {
    for (row, why) in [
      ("a | ", "it names no gate, no falsifier and no command"), ("a | trust us", "it names no gate"),
      ("a | GATE-SCALE-002", "GATE-SCALE-002 is neither a falsifier nor a gate of any contract"),
      ("a | `FALSIFY-SCALE-009`", "FALSIFY-SCALE-009 is neither a falsifier"),
      ("a | GATE-SCALE-001, `scripts/none`", "there is no file scripts/none"),
      ("a | `pv verfy`", "pv has no command verfy"),
    ] {
      let verify = try project(row).pv("verify", "--format", "concise")
      XCTAssertEqual(verify.exitCode, 1, row)
      XCTAssertTrue(
        verify.standardOutput.contains("ship-spec.md:5:1: error: criterion 1.1: \(why)"), verify.standardOutput)
    }
  }

  func testAProjectCanDemandCriteria() throws {
    let project = try VerifyProject(self)
    try project.accepts()
    try project.folder.write("pv.yaml", "ship_spec: required\n")
    var verify = try project.pv("verify")
    XCTAssertEqual(verify.exitCode, 1)
    XCTAssertTrue(verify.standardOutput.contains("there is no ship-spec.md"), verify.standardOutput)
    try project.folder.write("ship-spec.md", "# Spec\n\n| criterion | how |\n| --- | --- |\n| a | b |\n")
    verify = try project.pv("verify")
    XCTAssertEqual(verify.exitCode, 1)
    XCTAssertTrue(verify.standardOutput.contains("no table of ship-spec.md has criteria"), verify.standardOutput)
    try project.folder.write("ship-spec.md", "| criterion | proof |\n| --- | --- |\n| a | GATE-SCALE-001 |\n")
    try project.accepts()
    try project.folder.write("pv.yaml", "ship_spec: maybe\n")
    XCTAssertEqual(try project.pv("validate").exitCode, 1)
  }
}
