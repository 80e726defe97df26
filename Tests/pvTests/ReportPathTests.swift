import ContractKit
import Foundation
import XCTest

/// Where the paths of reports start from, and files that are reached by two names.
final class ReportPathTests: XCTestCase {
  /// A repository, or only its folder, with a package in a folder below it.
  private func monorepo(isRepository: Bool = true) throws -> ProjectFolder {
    let project = try ProjectFolder(self)
    try FileManager.default.removeItem(atPath: project.path)
    for file in RuleExample.package {
      try project.write("kern/\(file.path)", String(decoding: file.bytes, as: UTF8.self))
    }
    try project.write(
      "kern/contracts/a-v1.yaml", ProjectFolder.contract.replacingOccurrences(of: "domain: \"1", with: "domian: \"1"))
    if isRepository {
      try FileManager.default.createDirectory(atPath: "\(project.path)/.git", withIntermediateDirectories: false)
    }
    return project
  }

  private static let shown = "kern/contracts/a-v1.yaml"

  private func validate(_ project: ProjectFolder, _ arguments: String..., in folder: String = "/kern") throws -> String
  {
    let pv = try PVProcess(arguments: ["validate"] + arguments, in: project.path + folder)
    XCTAssertEqual(pv.exitCode, 1, pv.standardError)
    return pv.standardOutput
  }

  func testFormsForOtherProgramsStartFromTheRepository() throws {
    let project = try monorepo()
    for format in ReportFormat.allCases where !format.isText {
      let text = try validate(project, "--format", format.rawValue)
      XCTAssertTrue(text.contains(Self.shown), text)
    }
    XCTAssertTrue(try validate(project, "--format", "github").hasPrefix("::error file=\(Self.shown),line="))
    for format in ["human", "concise"] {
      XCTAssertTrue(try validate(project, "--format", format).hasPrefix("contracts/a-v1.yaml:"), format)
    }
    _ = try validate(project, "--output", "github=out.txt")
    let written = try String(contentsOfFile: "\(project.path)/kern/out.txt", encoding: .utf8)
    XCTAssertTrue(written.hasPrefix("::error file=\(Self.shown),"), written)
  }

  func testSARIFNamesTheRootAndKeepsFingerprints() throws {
    let project = try monorepo()
    let sarif = try JSON(reading: Array(try validate(project, "--format", "sarif").utf8))
    let run = try XCTUnwrap(sarif["runs"]?.array?.first)
    XCTAssertEqual(run["originalUriBaseIds"]?["%SRCROOT%"]?["uri"]?.string, "file://\(project.path)/")
    let result = try XCTUnwrap(run["results"]?.array?.first)
    let place = try XCTUnwrap(result["locations"]?.array?.first?["physicalLocation"]?["artifactLocation"])
    XCTAssertEqual(place["uri"]?.string, Self.shown)
    XCTAssertEqual(place["uriBaseId"]?.string, "%SRCROOT%")
    let fix = result["fixes"]?.array?.first?["artifactChanges"]?.array?.first?["artifactLocation"]
    XCTAssertEqual(fix?["uriBaseId"]?.string, "%SRCROOT%")
    let above = try validate(project, "--format", "sarif", "kern/contracts", in: "")
    XCTAssertEqual(try JSON(reading: Array(above.utf8)), sarif, "the folder that pv runs in changes nothing")
  }

  func testTheWorkspaceAndAGivenRoot() throws {
    let project = try monorepo(isRepository: false)
    func place(_ arguments: String..., environment: [String: String] = [:]) throws -> String {
      let pv = try PVProcess(
        arguments: ["validate", "--format", "github"] + arguments, in: "\(project.path)/kern", environment: environment)
      return String(pv.standardOutput.prefix { $0 != "," })
    }
    XCTAssertEqual(try place(), "::error file=contracts/a-v1.yaml")
    XCTAssertEqual(
      try place(environment: ["GITHUB_WORKSPACE": project.path]), "::error file=\(Self.shown)")
    XCTAssertEqual(try place(environment: ["GITHUB_WORKSPACE": "/nowhere"]), "::error file=contracts/a-v1.yaml")
    XCTAssertEqual(try place("--root", ".."), "::error file=\(Self.shown)")
    XCTAssertEqual(try place("--root", "contracts"), "::error file=a-v1.yaml")
    XCTAssertEqual(try place("--root", "Sources"), "::error file=\(project.path)/\(Self.shown)")
    let none = try PVProcess("validate", "--root", "none", in: project.path)
    XCTAssertEqual(none.exitCode, 64)
    XCTAssertTrue(none.standardError.contains("--root none is not a folder"), none.standardError)
  }

  func testVerifyAndDiffAlike() throws {
    let project = try monorepo()
    try project.write(
      "kern/old-v1.yaml", ProjectFolder.contract.replacingOccurrences(of: "1.0.0", with: "3.0.0"))
    let verify = try PVProcess("verify", "--format", "github", in: "\(project.path)/kern")
    XCTAssertTrue(verify.standardOutput.contains("file=\(Self.shown),"), verify.standardOutput)
    let arguments = ["diff", "old-v1.yaml", "./contracts/a-v1.yaml", "--format"]
    let diff = try PVProcess(arguments: arguments + ["github"], in: "\(project.path)/kern")
    XCTAssertTrue(diff.standardOutput.contains("file=\(Self.shown),"), diff.standardOutput)
    let json = try PVProcess(arguments: arguments + ["json"], in: "\(project.path)/kern")
    XCTAssertTrue(json.standardOutput.contains("\"old\": \"kern/old-v1.yaml\""), json.standardOutput)
  }

  /// Paths of a commit start from the repository already, and are no files.
  func testPathsOfACommitStay() throws {
    let project = try monorepo(isRepository: false)
    for words in [
      ["init", "--quiet"], ["add", "--all"],
      ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "--message", "a"],
    ] { XCTAssertNotNil(Shell.output(["git"] + words, folder: project.path)) }
    try project.edit(Self.shown, "at_most: ", "at_most: 1")
    let diff = try PVProcess("diff", "--against", "HEAD", "--format", "json", in: "\(project.path)/kern")
    XCTAssertTrue(diff.standardOutput.contains("\"old\": \"HEAD:\(Self.shown)\""), diff.standardOutput)
    XCTAssertTrue(diff.standardOutput.contains("\"new\": \"\(Self.shown)\""), diff.standardOutput)
    let github = try PVProcess("diff", "--against", "HEAD", "--format", "github", in: "\(project.path)/kern")
    XCTAssertTrue(github.standardOutput.contains("file=\(Self.shown),"), github.standardOutput)
    XCTAssertFalse(github.standardOutput.contains("kern/HEAD:"), github.standardOutput)
  }

  func testDetoursInAPathAreNotShown() throws {
    let project = try monorepo()
    for path in [".", "./contracts", "contracts//a-v1.yaml", "contracts/../contracts/a-v1.yaml", "../kern/./contracts"]
    {
      let text = try validate(project, "--format", "concise", path)
      XCTAssertTrue(text.hasPrefix("contracts/a-v1.yaml:"), "\(path): \(text)")
    }
    let missing = try PVProcess("validate", "./contracts//none.yaml", in: "\(project.path)/kern")
    XCTAssertEqual(missing.exitCode, 2)
    XCTAssertTrue(missing.standardOutput.hasPrefix("contracts/none.yaml: "), missing.standardOutput)
    XCTAssertTrue(
      try validate(project, "--format", "concise", "../contracts", in: "/kern/Sources")
        .hasPrefix("../contracts/a-v1.yaml:"))
  }

  /// `link/..` is the folder above what the link leads to.
  func testADetourThroughALinkIsNoText() throws {
    let project = try monorepo()
    try FileManager.default.createSymbolicLink(
      atPath: "\(project.path)/kern/link", withDestinationPath: "../other/deep")
    try project.write(
      "other/contracts/b-v1.yaml", ProjectFolder.contract.replacingOccurrences(of: "domain: \"1", with: "domian: \"1"))
    try project.write("other/deep/file", "")
    let text = try validate(project, "--format", "github", "link/../contracts")
    XCTAssertTrue(text.hasPrefix("::error file=other/contracts/b-v1.yaml,"), text)
  }

  func testAFileBelowALinkedFolderHasItsOwnName() throws {
    let project = try monorepo()
    try FileManager.default.createSymbolicLink(
      atPath: "\(project.path)/link", withDestinationPath: "kern/contracts")
    let text = try validate(project, "--format", "github", "link", in: "")
    XCTAssertTrue(text.hasPrefix("::error file=\(Self.shown),"), text)
  }

  // MARK: One file, two names

  func testALinkAndItsFileAreJudgedOnce() throws {
    let project = try ProjectFolder(self)
    let faulty = ProjectFolder.contract.replacingOccurrences(of: "domain: \"1", with: "domian: \"1")
    try project.write("sl/a/x-v1.yaml", faulty)
    try FileManager.default.createSymbolicLink(
      atPath: "\(project.path)/sl/x-v1.yaml", withDestinationPath: "a/x-v1.yaml")
    try FileManager.default.createSymbolicLink(atPath: "\(project.path)/other", withDestinationPath: "sl/a")
    try FileManager.default.linkItem(
      atPath: "\(project.path)/sl/a/x-v1.yaml", toPath: "\(project.path)/sl/a/y-v1.yaml")
    for paths in [["sl"], ["sl", "other"], ["other", "sl"], ["sl/x-v1.yaml", "sl/a"], ["sl/x-v1.yaml"]] {
      let pv = try PVProcess(arguments: ["validate", "--format", "concise"] + paths, in: project.path)
      XCTAssertEqual(pv.exitCode, 1)
      let lines = pv.standardOutput.split(separator: "\n")
      XCTAssertEqual(lines.count, 2, pv.standardOutput)
      XCTAssertTrue(lines[0].contains("[near-miss-key]"), pv.standardOutput)
      XCTAssertTrue(lines[1].hasPrefix("rejected: 1 contract (1 readable)"), pv.standardOutput)
    }
    let fix = try PVProcess("validate", "--diff", "sl", in: project.path)
    XCTAssertEqual(fix.standardError, "1 to fix in 1 of 1 files\n")
    let graph = try PVProcess("graph", "--format", "json", "sl", "other", in: project.path)
    XCTAssertEqual(graph.standardOutput.components(separatedBy: "\"id\": \"x-v1\"").count, 2, graph.standardOutput)
  }
}
