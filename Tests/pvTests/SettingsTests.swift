import ContractKit
import Foundation
import XCTest

/// pv.yaml, comments and the baseline, from the command line.
final class SettingsTests: XCTestCase {
  private func faulty() throws -> ProjectFolder {
    let project = try ProjectFolder(self)
    try project.edit("contracts/softmax-v1.yaml", "domain: \"1", "domian: \"1")
    return project
  }

  private func rules(_ pv: PVProcess) throws -> [String] {
    let object = try JSONSerialization.jsonObject(with: Data(pv.standardOutput.utf8)) as? [String: Any]
    return (object?["findings"] as? [[String: Any]] ?? []).compactMap { $0["rule"] as? String }
  }

  private func validate(_ project: ProjectFolder, _ arguments: String..., in folder: String = "") throws -> [String] {
    try rules(
      try PVProcess(arguments: ["validate", "--format", "json"] + arguments, in: project.path + folder))
  }

  func testIgnoreSelectAndSeverities() throws {
    let project = try faulty()
    XCTAssertEqual(try validate(project), ["near-miss-key"])
    try project.write("pv.yaml", "ignore: [near-miss-key]\n")
    XCTAssertEqual(try validate(project), [])
    XCTAssertEqual(try validate(project, in: "/Sources/Kernels"), [])
    try project.write("pv.yaml", "select: [test-name]\n")
    XCTAssertEqual(try validate(project), [])
    try project.write("pv.yaml", "severities: {near-miss-key: warning}\n")
    XCTAssertEqual(try PVProcess("validate", in: project.path).exitCode, 0)
    XCTAssertEqual(try PVProcess("validate", "--strict", in: project.path).exitCode, 1)
  }

  func testPathsAreFromTheFilesFolder() throws {
    let project = try faulty()
    try project.write("other/b-v1.yaml", ProjectFolder.contract)
    try project.write("pv.yaml", "paths: other\n")
    for folder in ["", "/Sources"] {
      XCTAssertEqual(try validate(project, in: folder), [])
      XCTAssertEqual(try PVProcess("validate", in: project.path + folder).exitCode, 0)
    }
    XCTAssertEqual(try validate(project, "contracts"), ["near-miss-key"])
    try project.write("pv.yaml", "paths: none\n")
    XCTAssertEqual(try PVProcess("validate", in: project.path).exitCode, 2)
  }

  func testTheProjectFileAmongContractsIsNone() throws {
    let project = try ProjectFolder(self)
    try project.write("contracts/pv.yaml", "ignore: [qa-gate-missing]\n")
    XCTAssertEqual(try validate(project), [])
  }

  func testConfigNamesAnother() throws {
    let project = try faulty()
    try project.write("ci/strict.yaml", "ignore: [near-miss-key]\npaths: ../contracts\n")
    XCTAssertEqual(try validate(project, "--config", "ci/strict.yaml"), [])
    let missing = try PVProcess("validate", "--config", "none.yaml", in: project.path)
    XCTAssertEqual(missing.exitCode, 2)
    XCTAssertTrue(missing.standardError.contains("none.yaml"), missing.standardError)
  }

  func testAMistakeInItIsShownWithItsPlace() throws {
    let project = try ProjectFolder(self)
    try project.write("pv.yaml", "ignore:\n  - near-mis-key\n")
    let pv = try PVProcess("validate", in: project.path)
    XCTAssertEqual(pv.exitCode, 1)
    XCTAssertEqual(
      pv.standardOutput,
      """
      pv.yaml:2:5: error: there is no rule `near-mis-key` [setting-invalid]
          2 |   - near-mis-key
            |     ^~~~~~~~~~~~
        help: did you mean `near-miss-key`?

      rejected: 1 contract (1 readable), 2 clauses, 1 falsifier: 1 error, 0 warnings

      """)
  }

  func testAnUnreadableOneRejectsAndHidesNothing() throws {
    let project = try faulty()
    try project.write("pv.yaml", "ignore: [\n")
    XCTAssertEqual(try validate(project), ["yaml-syntax", "near-miss-key"])
    try FileManager.default.removeItem(atPath: project.path + "/pv.yaml")
    try FileManager.default.createDirectory(atPath: project.path + "/pv.yaml", withIntermediateDirectories: false)
    XCTAssertEqual(try validate(project), ["file-unreadable", "near-miss-key"])
  }

  func testASuppressionEndsOnItsDay() throws {
    let project = try faulty()
    try project.edit(
      "contracts/softmax-v1.yaml", "\"1 <= n\"", "\"1 <= n\"  # pv:ignore near-miss-key until 2030-06-30: legacy")
    let before = try PVProcess("validate", "--as-of", "2030-06-30", "--verbose", in: project.path)
    XCTAssertEqual(before.exitCode, 0, before.standardOutput)
    XCTAssertTrue(before.standardOutput.contains("0 warnings, 1 suppressed\n"), before.standardOutput)
    XCTAssertTrue(before.standardOutput.contains("[near-miss-key]: legacy (until 2030-06-30)"), before.standardOutput)
    XCTAssertEqual(
      try validate(project, "--as-of", "2030-07-01").sorted(), ["near-miss-key", "suppression-expired"])
  }

  func testVerifyJudgesNoSuppressedError() throws {
    let project = try VerifyProject(self)
    XCTAssertEqual(try project.pv("verify").exitCode, 0)
    try project.edit(
      VerifyProject.contractPath, "at_most: 1.0e-6", "at_most: much # pv:ignore check-threshold until 2099-12-31: soon")
    try project.folder.write("pv.yaml", "ignore: [check-threshold]\n")
    XCTAssertEqual(try project.pv("verify").exitCode, 1)
  }

  /// Pages under a key that nothing reads would be held to nothing.
  func testVerifyRejectsAMistakeInIt() throws {
    let project = try VerifyProject(self)
    try project.folder.write("docs/page.md", "FALSIFY-SCALE-001 is PENDING\n")
    for (text, rule) in [
      ("prose: [docs]\n", "page-status-differs"), ("prosee: [docs]\n", "unknown-setting"),
      ("ship_spec: requierd\n", "unknown-value"), ("prose: [docs\n", "yaml-syntax"), ("[docs]\n", "setting-invalid"),
    ] {
      try project.folder.write("pv.yaml", text)
      let pv = try project.pv("verify", "--format", "concise")
      XCTAssertEqual(pv.exitCode, 1, text)
      XCTAssertTrue(pv.standardOutput.contains("[\(rule)]"), pv.standardOutput)
    }
    try project.folder.write("pv.yaml", "# nothing\n")
    try project.accepts()
  }

  func testABaselineIsWrittenUsedAndShrinks() throws {
    let project = try faulty()
    let written = try PVProcess("validate", "--write-baseline", in: project.path)
    XCTAssertEqual(written.exitCode, 0, written.standardOutput)
    XCTAssertEqual(written.standardError, "wrote pv-baseline.json\n")
    XCTAssertTrue(written.standardOutput.hasSuffix("0 warnings, 1 in the baseline\n"), written.standardOutput)

    XCTAssertEqual(try validate(project), ["near-miss-key"])
    XCTAssertEqual(try validate(project, "--baseline", "pv-baseline.json"), [])
    XCTAssertEqual(try validate(project, "--baseline", "../../pv-baseline.json", in: "/Sources/Kernels"), [])
    try project.write("pv.yaml", "baseline: pv-baseline.json\n")
    XCTAssertEqual(try validate(project), [])

    try project.edit("contracts/softmax-v1.yaml", "domian: \"1", "domain: \"1")
    XCTAssertEqual(try validate(project), ["baseline-stale"])
    XCTAssertEqual(try PVProcess("validate", "--write-baseline", in: project.path).exitCode, 0)
    XCTAssertEqual(try validate(project), [])
  }

  func testAMistypedBaselineCostsNobodyAFile() throws {
    let project = try ProjectFolder(self)
    let pv = try PVProcess("validate", "--baseline", "Package.swift", "--write-baseline", in: project.path)
    XCTAssertEqual(pv.exitCode, 1)
    XCTAssertTrue(pv.standardError.contains("is not a baseline"), pv.standardError)
    let package = try String(contentsOfFile: project.path + "/Package.swift", encoding: .utf8)
    XCTAssertEqual(package, "// swift-tools-version: 6.2\n")
    XCTAssertEqual(try validate(project, "--baseline", "none.json"), ["baseline-unreadable"])
  }

  func testTheRulesPage() throws {
    let project = try ProjectFolder(self)
    XCTAssertEqual(try PVProcess("rules", "--check", in: project.path).exitCode, 1)
    XCTAssertEqual(try PVProcess("rules", "--write", in: project.path).standardError, "wrote docs/rules.md\n")
    XCTAssertEqual(try PVProcess("rules", "--check", in: project.path + "/Sources").exitCode, 0)
    let page = try String(contentsOfFile: project.path + "/docs/rules.md", encoding: .utf8)
    XCTAssertEqual(try PVProcess("rules", "--markdown", in: project.path).standardOutput, page)
    try project.edit("docs/rules.md", "# Rules", "# Rule")
    let stale = try PVProcess("rules", "--check", in: project.path)
    XCTAssertEqual(stale.exitCode, 1)
    XCTAssertTrue(stale.standardError.contains("pv rules --write"), stale.standardError)
    XCTAssertEqual(try PVProcess("rules", "--check", "--write", in: project.path).exitCode, 64)
    XCTAssertEqual(try PVProcess("rules", "--write", in: "/").exitCode, 2)
  }
}
