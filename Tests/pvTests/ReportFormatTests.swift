import ContractKit
import Foundation
import XCTest

/// `--format`, `--output`, `--quiet`, `--verbose` as a user meets them.
final class ReportFormatTests: XCTestCase {
  private func faulty() throws -> ProjectFolder {
    let project = try ProjectFolder(self)
    try project.edit("contracts/softmax-v1.yaml", "domain: \"1", "domian: \"1")
    return project
  }

  func testEachFormatIsAnother() throws {
    let project = try faulty()
    var seen: Set<String> = []
    for format in ReportFormat.allCases {
      let pv = try PVProcess("validate", "--format", format.rawValue, in: project.path)
      XCTAssertEqual(pv.exitCode, 1, format.rawValue)
      XCTAssertTrue(pv.standardOutput.contains("near-miss-key"), pv.standardOutput)
      XCTAssertTrue(seen.insert(pv.standardOutput).inserted, format.rawValue)
    }
    let unknown = try PVProcess("validate", "--format", "xml", in: project.path)
    XCTAssertEqual(unknown.exitCode, 64)
    XCTAssertTrue(unknown.standardError.contains("junit"), unknown.standardError)
  }

  func testSeveralFilesAtOnce() throws {
    let project = try faulty()
    let pv = try PVProcess(
      "validate", "--output", "sarif=out/pv.sarif", "--output", "junit=out/pv=1.xml", "--format", "concise",
      in: project.path)
    XCTAssertEqual(pv.exitCode, 1)
    XCTAssertTrue(pv.standardOutput.hasPrefix("contracts/softmax-v1.yaml:"), pv.standardOutput)
    let sarif = try PVProcess("validate", "--format", "sarif", in: project.path).standardOutput
    XCTAssertEqual(try String(contentsOfFile: project.path + "/out/pv.sarif", encoding: .utf8), sarif)
    XCTAssertTrue(try String(contentsOfFile: project.path + "/out/pv=1.xml", encoding: .utf8).hasPrefix("<?xml"))
    XCTAssertEqual(try Files.names(in: project.path + "/out"), ["pv.sarif", "pv=1.xml"])
  }

  func testOutputsThatMakeNoSense() throws {
    let project = try ProjectFolder(self)
    for output in ["sarif", "sarif=", "xml=a", "=a"] {
      XCTAssertEqual(try PVProcess("validate", "--output", output, in: project.path).exitCode, 64, output)
    }
    let twice = try PVProcess("validate", "--output", "json=a", "--output", "sarif=./a", in: project.path)
    XCTAssertEqual(twice.exitCode, 64)
    XCTAssertTrue(twice.standardError.contains("two reports"), twice.standardError)
  }

  func testAReportThatCannotBeWrittenIsNoSuccess() throws {
    let project = try ProjectFolder(self)
    try FileManager.default.createSymbolicLink(
      atPath: project.path + "/link.json", withDestinationPath: project.path + "/Package.swift")
    for path in ["contracts", "Package.swift/a.json", "link.json"] {
      let pv = try PVProcess(
        "validate", "--output", "json=\(path)", "--output", "markdown=good.md", in: project.path)
      XCTAssertEqual(pv.exitCode, 1, path)
      XCTAssertTrue(pv.standardError.contains(path), pv.standardError)
      XCTAssertTrue(pv.standardOutput.hasPrefix("accepted"), pv.standardOutput)
      XCTAssertEqual(Files.kind(of: project.path + "/good.md"), .file, "the other report is written")
    }
    let package = try String(contentsOfFile: project.path + "/Package.swift", encoding: .utf8)
    XCTAssertEqual(package, "// swift-tools-version: 6.2\n")
  }

  func testADeviceIsNotReplaced() throws {
    let project = try ProjectFolder(self)
    XCTAssertEqual(try PVProcess("validate", "--output", "json=/dev/null", in: project.path).exitCode, 0)
    XCTAssertEqual(Files.kind(of: "/dev/null"), .other)
  }

  func testAFullDiskKeepsTheOldReport() throws {
    let project = try faulty()
    try project.write("pv.sarif", "old")
    let pv = try PVProcess(
      limitedToBlocks: 1, arguments: ["validate", "--quiet", "--format", "concise", "--output", "sarif=pv.sarif"],
      in: project.path)
    XCTAssertEqual(pv.exitCode, 1)
    XCTAssertTrue(pv.standardError.contains("pv.sarif"), pv.standardError)
    XCTAssertEqual(try String(contentsOfFile: project.path + "/pv.sarif", encoding: .utf8), "old")
  }

  func testVerboseListsWhatWasJudged() throws {
    let project = try ProjectFolder(self)
    let line = "contracts/softmax-v1.yaml: 2 clauses, 1 falsifier, 0 keys outside the format\n"
    for format in ["human", "concise"] {
      let plain = try PVProcess("validate", "--format", format, in: project.path).standardOutput
      XCTAssertEqual(
        try PVProcess("validate", "--verbose", "--format", format, in: project.path).standardOutput, line + plain)
    }
    XCTAssertEqual(try PVProcess("validate", "--verbose", "--quiet", in: project.path).exitCode, 64)
  }

  func testVerifyIsAsTalkative() throws {
    let project = try VerifyProject(self)
    XCTAssertFalse(try project.pv("verify").standardOutput.contains("FALSIFY-SCALE-001 (scale-v1): DISCHARGED"))
    let verbose = try project.pv("verify", "--verbose").standardOutput
    XCTAssertTrue(verbose.contains("FALSIFY-SCALE-001 (scale-v1): DISCHARGED"), verbose)
    XCTAssertEqual(try project.pv("verify", "--quiet").standardOutput, "")
    XCTAssertEqual(try project.pv("verify", "--output", "markdown=r.md", "--format", "jsonl").exitCode, 0)
    XCTAssertTrue(String(decoding: try project.bytes("r.md"), as: UTF8.self).hasPrefix("### pv verify"))
  }
}
