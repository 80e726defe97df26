import ContractKit
import XCTest

/// `pv validate --fix` and `--diff`.
final class FixTests: XCTestCase {
  private static let contract = "contracts/softmax-v1.yaml"

  private func project(_ edits: (String, String)...) throws -> ProjectFolder {
    let project = try ProjectFolder(self)
    for (old, new) in edits { try project.edit(Self.contract, old, new) }
    return project
  }

  private func text(_ project: ProjectFolder) throws -> String {
    try String(contentsOfFile: "\(project.path)/\(Self.contract)", encoding: .utf8)
  }

  func testSafeFaultsAreFixedAndNothingElseMoves() throws {
    let project = try project(
      ("    formula:", "    # kept:   as it is\n    fromula:"), ("version: \"1.0.0\"", "version:   1.0 # first"),
      ("falsification_tests:", "\"falsification-tests\":"))
    let broken = try text(project)
    try project.write(Self.contract, String(broken.dropLast()))
    let pv = try PVProcess("validate", "--fix", in: project.path)
    XCTAssertEqual(pv.exitCode, 0, pv.standardOutput)
    XCTAssertTrue(pv.standardError.hasSuffix("fixed 4 in 1 of 1 files\n"), pv.standardError)
    XCTAssertTrue(
      pv.standardError.contains("contracts/softmax-v1.yaml: `fromula` becomes `formula`\n"), pv.standardError)
    let expected =
      broken.replacingOccurrences(of: "fromula", with: "formula")
      .replacingOccurrences(of: "  1.0 # first", with: "  \"1.0.0\" # first")
      .replacingOccurrences(of: "\"falsification-tests\":", with: "falsification_tests:")
    XCTAssertEqual(try text(project), expected)
    let again = try PVProcess("validate", "--fix", in: project.path)
    XCTAssertEqual(again.standardError, "fixed 0 in 0 of 1 files\n")
    XCTAssertEqual(try text(project), expected)
  }

  func testThePatchIsWhatFixWrites() throws {
    let project = try project(("    formula:", "    fromula:"), ("version: \"1.0.0\"", "version: v1"))
    try project.write(Self.contract, String(try text(project).dropLast()))
    let before = try text(project)
    let diff = try PVProcess("validate", "--diff", in: project.path)
    XCTAssertEqual(diff.exitCode, 1)
    XCTAssertEqual(diff.standardError, "3 to fix in 1 of 1 files\n")
    XCTAssertEqual(try text(project), before)
    XCTAssertTrue(diff.standardOutput.contains("-  version: v1\n+  version: \"1.0.0\"\n"), diff.standardOutput)
    XCTAssertEqual(try PVProcess("validate", "--fix", "--diff", in: project.path).standardOutput, diff.standardOutput)
    XCTAssertEqual(try text(project), before)
    try project.write("fix.patch", diff.standardOutput)
    let apply = Process()
    apply.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    apply.arguments = ["git", "apply", "fix.patch"]
    apply.currentDirectoryURL = URL(fileURLWithPath: project.path)
    try apply.run()
    apply.waitUntilExit()
    XCTAssertEqual(apply.terminationStatus, 0)
    let patched = try text(project)
    try project.write(Self.contract, before)
    _ = try PVProcess("validate", "--fix", in: project.path)
    XCTAssertEqual(try text(project), patched)
    XCTAssertEqual(try PVProcess("validate", "--diff", in: project.path).exitCode, 0)
  }

  func testWhatIsNotSafeStays() throws {
    let cases = [
      // The right name is taken.
      ("    formula:", "    fromula: \"b\"\n    formula:"),
      // Two could be meant by it.
      ("    formula:", "    domian: \"b\"\n    formula:"),
      ("binds_to: [", "binds_to: [nothing, "),
      ("version: \"1.0.0\"", "version: \"latest\""),
    ]
    for (old, new) in cases {
      let project = try project((old, new))
      let before = try text(project)
      XCTAssertEqual(try PVProcess("validate", "--fix", in: project.path).exitCode, 1, new)
      XCTAssertEqual(try text(project), before, new)
    }
  }

  func testLineEndsOfAFileAreKept() throws {
    let project = try project()
    let crlf = try text(project).replacingOccurrences(of: "\n", with: "\r\n")
    try project.write(Self.contract, String(crlf.unicodeScalars.dropLast(2)))
    _ = try PVProcess("validate", "--fix", in: project.path)
    XCTAssertEqual(try Files.read("\(project.path)/\(Self.contract)"), Array(crlf.utf8))
  }

  func testALinkStaysOne() throws {
    let project = try project(("    formula:", "    fromula:"))
    let path = "\(project.path)/\(Self.contract)"
    try FileManager.default.moveItem(atPath: path, toPath: "\(project.path)/real.yaml")
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "../real.yaml")
    XCTAssertEqual(try PVProcess("validate", "--fix", in: project.path).exitCode, 0)
    XCTAssertEqual(Files.kind(of: path), .link)
    XCTAssertTrue(try text(project).contains("    formula:"))
  }

  func testModeAndOwnerStay() throws {
    for mode in [0o755, 0o640, 0o600] {
      let project = try project(("    formula:", "    fromula:"))
      let path = "\(project.path)/\(Self.contract)"
      XCTAssertEqual(chmod(path, mode_t(mode)), 0)
      if geteuid() == 0 { XCTAssertEqual(chown(path, 65534, 65533), 0) }
      XCTAssertEqual(try PVProcess("validate", "--fix", in: project.path).exitCode, 0)
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      XCTAssertEqual(attributes[.posixPermissions] as? Int, mode)
      if geteuid() == 0 {
        XCTAssertEqual(attributes[.ownerAccountID] as? Int, 65534)
        XCTAssertEqual(attributes[.groupOwnerAccountID] as? Int, 65533)
      }
      XCTAssertTrue(try text(project).contains("    formula:"))
    }
  }

  func testAReadOnlyFileIsRefusedByNameAndTheOthersAreFixed() throws {
    let project = try project(("    formula:", "    fromula:"))
    try project.write("contracts/b-v1.yaml", try text(project).replacingOccurrences(of: "SOFTMAX", with: "B"))
    XCTAssertEqual(chmod("\(project.path)/\(Self.contract)", 0o444), 0)
    let pv = try PVProcess("validate", "--fix", in: project.path)
    XCTAssertEqual(pv.exitCode, 1)
    XCTAssertEqual(
      pv.standardError,
      """
      contracts/b-v1.yaml: `fromula` becomes `formula`
      pv: cannot replace \(Self.contract): it is read-only
      fixed 1 in 1 of 2 files

      """)
    XCTAssertTrue(try text(project).contains("    fromula:"))
  }

  func testStatusesAreWrittenWithModeAndLinkKept() throws {
    let project = try VerifyProject(self)
    let path = "\(project.path)/\(VerifyProject.contractPath)"
    let real = "\(project.path)/real.yaml"
    try project.edit(
      VerifyProject.contractPath, "at_most: 1.0e-6", "at_most: 1.0e-9")
    try FileManager.default.moveItem(atPath: path, toPath: real)
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "../real.yaml")
    XCTAssertEqual(chmod(real, 0o444), 0)
    let refused = try project.pv("verify", "--write")
    XCTAssertEqual(refused.exitCode, 1)
    XCTAssertEqual(refused.standardError, "pv: cannot replace \(VerifyProject.contractPath): it is read-only\n")
    XCTAssertEqual(chmod(real, 0o640), 0)
    XCTAssertEqual(try project.pv("verify", "--write").standardError, "wrote \(VerifyProject.contractPath)\n")
    XCTAssertEqual(Files.kind(of: path), .link)
    XCTAssertEqual(
      try FileManager.default.attributesOfItem(atPath: real)[.posixPermissions] as? Int, 0o640)
    XCTAssertTrue(try String(contentsOfFile: real, encoding: .utf8).contains("discharge_status: FALSIFIED"))
  }

  func testGeneratedPagesKeepTheirModes() throws {
    let project = try VerifyProject(self)
    let page = "\(project.path)/evidence/README.md"
    try project.folder.write("evidence/README.md", "old\n")
    XCTAssertEqual(chmod(page, 0o444), 0)
    let refused = try project.pv("status", "--write")
    XCTAssertEqual(refused.exitCode, 1)
    XCTAssertTrue(refused.standardError.contains("evidence/README.md: it is read-only\n"), refused.standardError)
    XCTAssertEqual(chmod(page, 0o600), 0)
    XCTAssertEqual(try project.pv("status", "--write").exitCode, 0)
    XCTAssertEqual(
      try FileManager.default.attributesOfItem(atPath: page)[.posixPermissions] as? Int, 0o600)
  }

  func testStandardInputAndMissingPathsAreRefused() throws {
    let project = try project()
    XCTAssertEqual(try PVProcess("validate", "--fix", "-", in: project.path, input: "a: b").exitCode, 64)
    XCTAssertEqual(try PVProcess("validate", "--diff", "-", in: project.path, input: "a: b").exitCode, 64)
    XCTAssertEqual(try PVProcess("validate", "--diff", "missing", in: project.path).exitCode, 2)
    XCTAssertEqual(try PVProcess("validate", "--fix", "missing", in: project.path).exitCode, 2)
  }

  func testAFullDiskLeavesTheFile() throws {
    let project = try project(("    formula:", "    fromula:"))
    let padding = String(repeating: "# padding\n", count: 400)
    try project.write(Self.contract, padding + (try text(project)))
    let before = try text(project)
    let pv = try PVProcess(limitedToBlocks: 1, arguments: ["validate", "--fix"], in: project.path)
    XCTAssertEqual(pv.exitCode, 1, pv.standardOutput)
    XCTAssertEqual(try text(project), before)
  }
}
