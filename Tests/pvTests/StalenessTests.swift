import XCTest

/// Evidence goes stale in four ways; each is named, and only what depends on it is stale.
final class StalenessTests: XCTestCase {
  private let first = "FALSIFY-SCALE-001"
  private let second = "FALSIFY-SCALE-002"

  /// Two falsifiers that have nothing in common but what all have: other equations, files and fixtures.
  private func project() throws -> VerifyProject {
    let project = try VerifyProject(self)
    try project.folder.write(
      "Sources/Other/other.c", "#include \"shift.h\"\nint shift(int x) { return x << SHIFT; }\n")
    try project.folder.write("Sources/Other/include/other.h", "int shift(int x);\n")
    try project.folder.write(
      "Tests/Falsifiers/FalsifyShift.swift",
      "import Other\nfinal class FalsifyShift { func testTwo() throws { _ = shift(1) } }\n")
    try project.folder.write("Sources/Other/shift.h", "#define SHIFT 1\n")
    try project.folder.write("Tests/Fixtures/one.tsv", "1\n")
    try project.folder.write("Tests/Fixtures/two.tsv", "2\n")
    try project.edit(
      VerifyProject.contractPath, "proof_obligations:",
      """
        shift:
          formula: "y = x << 1"
          domain: "any x"
          references: [ieee754]
          not_falsified: "its bits are"
          invariants:
            - {id: bits, statement: "the exponent rises by one"}
          implementation: [Sources/Other/other.c]
      proof_obligations:
      """)
    try project.edit(VerifyProject.contractPath, "binds_to: scale/exact", "binds_to: shift/bits")
    try project.edit(VerifyProject.contractPath, "binds_to: [scale, scale/exact]", "binds_to: scale/exact")
    try project.edit(
      VerifyProject.contractPath, "formula: \"y = 2 x\"\n",
      "formula: \"y = 2 x\"\n    not_falsified: \"its exactness is\"\n")
    try project.edit(
      VerifyProject.contractPath, "- {class: scale, violates: [scale, scale/exact], mutants: [tripled]}",
      "- {class: scale, violates: [scale/exact, shift/bits], mutants: [tripled]}")
    for (old, test, file) in [
      ("FalsifyScale/testOne", "FalsifyScale/testOne", "one"), ("FalsifyScale/testTwo", "FalsifyShift/testTwo", "two"),
    ] {
      try project.edit(
        VerifyProject.contractPath, "\(old)\n", "\(test)\n    fixtures: [Tests/Fixtures/\(file).tsv]\n")
    }
    try project.writeEvidence()
    try project.acceptWording()
    try project.accepts()
    return project
  }

  private func moves(
    _ file: String, _ old: String, _ new: String, stale: [String], _ reason: String, line: UInt = #line
  ) throws {
    let project = try project()
    try project.edit(file, old, new)
    for id in [first, second] {
      XCTAssertEqual(
        try project.status(id), stale.contains(id) ? "PENDING" : "DISCHARGED", "\(file): \(id)", line: line)
    }
    let text = try project.pv("verify").standardOutput
    XCTAssertTrue(text.contains(reason), "\(reason) is not in:\n\(text)", line: line)
  }

  func testAClause() throws {
    try moves(VerifyProject.contractPath, "\"any x\"", "\"finite x\"", stale: [second], "stale: the claim changed")
  }

  func testTheFalsifiersSource() throws {
    try moves(
      "Tests/Falsifiers/FalsifyScale.swift", "scale(1)", "scale(2)", stale: [first],
      "stale: Tests/Falsifiers/FalsifyScale.swift changed since the run (the falsifier's own source)")
  }

  func testTheImplementation() throws {
    try moves(
      "Sources/Scale/Scale.swift", "2 * x", "x + x", stale: [first],
      "stale: Sources/Scale/Scale.swift changed since the run (what it runs)")
  }

  func testWhatTheImplementationIncludes() throws {
    try moves(
      "Sources/Other/shift.h", "SHIFT 1", "SHIFT 2", stale: [second],
      "stale: Sources/Other/shift.h changed since the run (what it runs)")
    // A header that is included from now on is watched from now on.
    let project = try project()
    try project.folder.write("Sources/Other/new.h", "")
    try project.edit("Sources/Other/shift.h", "#define SHIFT 1", "#include \"new.h\"")
    XCTAssertTrue(try project.pv("verify").standardOutput.contains("Sources/Other/new.h changed since the run"))
  }

  func testAnInput() throws {
    try moves(
      "Tests/Fixtures/two.tsv", "2", "3", stale: [second],
      "stale: Tests/Fixtures/two.tsv changed since the run (an input)")
  }

  func testHowATargetIsBuilt() throws {
    try moves(
      "Package.swift", "\"-O\"", "\"-Onone\"", stale: [first],
      "stale: Package.swift#Scale changed since the run (how it is built)")
    try moves(
      "Package.swift", "6.2", "6.3", stale: [first, second],
      "stale: Package.swift#Other changed since the run (how it is built)")
  }

  /// A file that another falsifier of the contract has been run with since is still named.
  func testWhatMovedIsNamedThoughANeighborHasBeenRunSince() throws {
    let project = try VerifyProject(self)
    try project.edit("Sources/Scale/Scale.swift", "2 * x", "x + x")
    try project.writeSecond()
    XCTAssertEqual(try project.status(first), "PENDING")
    XCTAssertEqual(try project.status(second), "DISCHARGED")
    let text = try project.pv("verify").standardOutput
    XCTAssertTrue(text.contains("\(first) says DISCHARGED"), text)
    XCTAssertTrue(text.contains("stale: Sources/Scale/Scale.swift changed since the run"), text)
  }

  func testProseMovesNoStatus() throws {
    let project = try project()
    for (old, new) in [("look at the scale", "look at the factor"), ("doubling is exact", "doubling never rounds")] {
      try project.edit(VerifyProject.contractPath, old, new)
    }
    try project.accepts()
    for (old, new) in [
      ("the exponent rises by one", "the exponent is raised by one"), ("\"y = x << 1\"", "\"y = 2 x\""),
    ] { try project.edit(VerifyProject.contractPath, old, new) }
    XCTAssertEqual(try project.status(second), "DISCHARGED")
    XCTAssertTrue(try project.pv("verify").standardOutput.contains("claim-reworded"))
    try project.acceptWording()
    try project.accepts()
  }

  func testAFixtureOutsideThePackageIsRefused() throws {
    let project = try project()
    try project.edit(VerifyProject.contractPath, "[Tests/Fixtures/one.tsv]", "[../../etc/hostname]")
    XCTAssertEqual(try project.status(first), "PENDING")
    XCTAssertTrue(try project.pv("verify").standardOutput.contains("`../../etc/hostname` leads out of the package"))
  }
}
