import ContractKit
import Foundation
import XCTest

/// Repositories that are laid out otherwise: without Swift, with files of other tools, checked out elsewhere.
final class AnyRepositoryTests: XCTestCase {
  private func concise(_ project: ProjectFolder, _ arguments: String...) throws -> String {
    try PVProcess(arguments: ["validate", "--format", "concise"] + arguments, in: project.path).standardOutput
  }

  // MARK: Files of other tools

  private func withOthers() throws -> ProjectFolder {
    let project = try ProjectFolder(self)
    try project.write("contracts/work/item-1.yaml", "surface: work-contract\nid: 1\n")
    try project.write("contracts/crate/binding.yaml", "target_crate: a\nbindings: []\n")
    return project
  }

  func testOtherToolsFilesAreExcluded() throws {
    let project = try withOthers()
    let before = try concise(project)
    XCTAssertEqual(before.components(separatedBy: "[not-a-contract]").count - 1, 2, before)
    XCTAssertTrue(
      try PVProcess("validate", in: project.path).standardOutput.contains("name it under `exclude:` in pv.yaml"))
    for patterns in ["[binding.yaml, contracts/work]", "[\"**/binding.yaml\", \"contracts/work/*\"]", "contracts/*/**"]
    {
      try project.write("pv.yaml", "exclude: \(patterns)\n")
      XCTAssertTrue(try concise(project).hasPrefix("accepted: 1 contract "), patterns)
      XCTAssertTrue(try concise(project, "contracts").hasPrefix("accepted: 1 contract "), patterns)
      XCTAssertTrue(try concise(project, ".").hasPrefix("accepted: 1 contract "), patterns)
      for command in ["graph", "equations", "query", "coverage"] {
        let pv = try PVProcess(command, in: project.path)
        XCTAssertEqual(pv.exitCode, 0, "\(command): \(pv.standardError)")
      }
      // Who names a file wants it judged.
      XCTAssertTrue(try concise(project, "contracts/crate/binding.yaml").contains("[not-a-contract]"))
    }
    XCTAssertEqual(
      try PVProcess("validate", in: "\(project.path)/Sources/Kernels").exitCode, 0,
      "patterns are from the file's folder")
    try project.write("pv.yaml", "exclude: contracts\n")
    for command in ["validate", "verify"] {
      let pv = try PVProcess(command, in: project.path)
      XCTAssertEqual(pv.exitCode, 2, command)
      XCTAssertTrue(pv.standardOutput.contains("is left out by `exclude:` in pv.yaml"), pv.standardOutput)
    }
  }

  func testExcludedFilesAreInNeitherVersionOfADifference() throws {
    let project = try withOthers()
    try project.write("pv.yaml", "exclude: [binding.yaml, work]\n")
    for words in [
      ["init", "--quiet"], ["add", "--all"],
      ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "--message", "a"],
    ] { XCTAssertNotNil(Shell.output(["git"] + words, folder: project.path)) }
    let diff = try PVProcess("diff", "--against", "HEAD", in: project.path)
    XCTAssertEqual(diff.exitCode, 0, diff.standardOutput)
    XCTAssertTrue(diff.standardOutput.contains("accepted: 1 contract "), diff.standardOutput)
  }

  func testPathsOfTheProjectMayBePatterns() throws {
    let project = try ProjectFolder(self)
    for name in ["one", "two"] {
      try project.write(
        "teams/\(name)/contracts/\(name)-v1.yaml",
        ProjectFolder.contract.replacingOccurrences(of: "SOFTMAX", with: name.uppercased()))
    }
    try project.write("teams/one/notes/a.yaml", "a: b\n")
    for pattern in ["teams/*/contracts", "**/contracts/*-v1.yaml", "teams/**/contracts"] {
      try project.write("pv.yaml", "paths: \"\(pattern)\"\n")
      let count = pattern.hasPrefix("teams") ? 2 : 3
      let text = try concise(project)
      XCTAssertTrue(text.contains(": \(count) contracts (\(count) readable)"), text)
    }
    try project.write("pv.yaml", "paths: \"nowhere/*\"\n")
    let none = try PVProcess("validate", in: project.path)
    XCTAssertEqual(none.exitCode, 2)
    XCTAssertTrue(none.standardOutput.contains("nowhere/*: error: there is no such file"), none.standardOutput)
  }

  // MARK: Without Swift

  func testCommandsNeedNoPackage() throws {
    let project = try ProjectFolder(self)
    try FileManager.default.removeItem(atPath: project.path)
    try project.write(
      "contracts/base-v1.yaml",
      """
      metadata: {version: "1.0.0", description: "in the public format", references: ["a"]}
      equations: {t: {formula: f, domain: d}}
      falsification_tests: [{id: FALSIFY-T-001, rule: r, prediction: p, if_fails: f}]

      """)
    for folder in ["", "/src"] {
      try project.write("src/main.rs", "fn main() {}\n")
      for command in ["query", "graph", "coverage", "equations"] {
        let pv = try PVProcess(command, in: project.path + folder)
        XCTAssertEqual(pv.exitCode, 0, "\(command): \(pv.standardError)")
        XCTAssertFalse(pv.standardOutput.isEmpty, command)
      }
      for command in ["status", "verify"] {
        let pv = try PVProcess(command, in: project.path + folder)
        XCTAssertEqual(pv.exitCode, 2, "no evidence: \(command): \(pv.standardError)")
        XCTAssertFalse(pv.standardError.contains("Package.swift"), pv.standardError)
        XCTAssertTrue(pv.standardOutput.contains("1 contract"), pv.standardOutput)
      }
    }
    let nowhere = try PVProcess("verify", in: "/")
    XCTAssertEqual(nowhere.exitCode, 2)
    XCTAssertTrue(nowhere.standardError.contains("run pv inside a project"), nowhere.standardError)
  }

  // MARK: What is written in contracts

  func testAJustificationCountsInThePublicFormat() throws {
    let project = try ProjectFolder(self)
    func validate(_ equations: String) throws -> String {
      try project.write(
        "contracts/softmax-v1.yaml",
        """
        metadata: {version: "1.0.0", description: d, references: ["a"]}
        equations: \(equations)
        falsification_tests: [{id: FALSIFY-T-001, rule: r, prediction: p, if_fails: f}]
        """)
      return try PVProcess("validate", in: project.path).standardOutput
    }
    XCTAssertFalse(
      try validate("{t: {formula: f, domain: d, not_falsified: \"a definition\"}}").contains("[clause-unbound]"))
    let some = try validate("{t: {formula: f, domain: d, not_falsified: \"…\"}, u: {formula: f, invariants: [a, b]}}")
    XCTAssertTrue(some.contains("no falsifier binds any of 1 equations and 2 invariants [clause-unbound]"), some)
    XCTAssertTrue(some.contains("for instance `binds_to: u`"), some)
  }

  func testADependencyByItsFilesName() throws {
    let project = try ProjectFolder(self)
    let id = "privacy-enforcement-v1"
    try project.write(
      "contracts/\(id).yaml", ProjectFolder.contract.replacingOccurrences(of: "SOFTMAX", with: "PRIVACY"))
    for name in ["\(id).yaml", "../other/\(id).yml"] {
      try project.write(
        "contracts/softmax-v1.yaml",
        ProjectFolder.contract.replacingOccurrences(of: "metadata:\n", with: "metadata:\n  depends_on: [\(name)]\n"))
      let text = try PVProcess("validate", in: project.path).standardOutput
      XCTAssertTrue(text.contains("there is no contract `\(name)` [depends-on-unresolved]"), text)
      XCTAssertTrue(text.contains("did you mean `\(id)`?"), text)
    }
  }

  func testATestOfJUnitKeepsItsName() throws {
    let project = try ProjectFolder(self)
    try project.edit("contracts/softmax-v1.yaml", "domain: \"1", "domian: \"1")
    func names() throws -> [Substring] {
      try PVProcess("validate", "--format", "junit", in: project.path).standardOutput
        .split(separator: "\n").filter { $0.contains("<testcase") }
    }
    let before = try names()
    XCTAssertTrue(before[0].contains("name=\"near-miss-key: domian\""), "\(before)")
    try project.edit("contracts/softmax-v1.yaml", "metadata:", "# one\n# more\nmetadata:")
    XCTAssertEqual(try names(), before)
    try project.edit("contracts/softmax-v1.yaml", "domian:", "domian: d\n    domian:")
    let twice = try names().map(String.init)
    XCTAssertTrue(twice.contains { $0.contains("name=\"near-miss-key: domian (2)\"") }, "\(twice)")
  }

  func testACommentAboveTheDocumentsStart() throws {
    let project = try ProjectFolder(self)
    let ignore = "# pv:ignore equations-missing until 2099-12-31: being written\n"
    for head in ["---\n", "%YAML 1.1\n---\n", "---   # here it starts\n", "# what it is\n\n---\n"] {
      let text =
        head + "metadata: {version: \"1.0.0\", description: d, references: [\"a\"], kind: kernel}\n"
        + "falsification_tests: []\n"
      try project.write("contracts/softmax-v1.yaml", text)
      XCTAssertTrue(try concise(project).contains("[equations-missing]"))
      try project.write("contracts/softmax-v1.yaml", ignore + text)
      let after = try concise(project)
      XCTAssertFalse(after.contains("[equations-missing]") || after.contains("[suppression-unused]"), head + after)
    }
  }

  // MARK: Line ends

  func testCarriageReturnsAloneEndLines() throws {
    let project = try ProjectFolder(self)
    let text = ProjectFolder.contract.replacingOccurrences(of: "domain: \"1", with: "domian: \"1")
    let line =
      try XCTUnwrap(text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.contains("domian") })
      + 1
    try project.write("contracts/softmax-v1.yaml", text)
    let expected = try PVProcess("validate", in: project.path).standardOutput
    XCTAssertTrue(expected.hasPrefix("contracts/softmax-v1.yaml:\(line):"), expected)
    try project.write("contracts/softmax-v1.yaml", text.replacingOccurrences(of: "\n", with: "\r"))
    XCTAssertEqual(try PVProcess("validate", in: project.path).standardOutput, expected)
  }

  func testAnAutocrlfCheckoutIsNamed() throws {
    for file in [VerifyProject.evidenceA, VerifyProject.binding] {
      let project = try VerifyProject(self)
      let text = String(decoding: try project.bytes(file), as: UTF8.self)
      try project.folder.write(file, text.replacingOccurrences(of: "\n", with: "\r\n"))
      let pv = try project.pv("verify")
      XCTAssertEqual(pv.exitCode, 1)
      XCTAssertTrue(
        pv.standardOutput.contains("the lines end in CRLF, as git's core.autocrlf writes them"), pv.standardOutput)
      XCTAssertTrue(
        pv.standardOutput.contains("help: write `* text=auto eol=lf` into .gitattributes"), pv.standardOutput)
    }
  }

  // MARK: The pipe viewer

  func testTheDoctorTellsThePipeViewer() throws {
    let project = try ProjectFolder(self)
    func row(_ script: String?) throws -> String {
      let folder = "\(project.path)/bin"
      if let script {
        try project.write("bin/pv", script)
        XCTAssertEqual(chmod("\(folder)/pv", 0o755), 0)
      }
      let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
      let pv = try PVProcess("doctor", in: project.path, environment: ["PATH": "\(folder):\(path)"])
      return pv.standardOutput.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        .drop { !$0.contains("pv on PATH") }.prefix(2).joined(separator: "\n")
    }
    let other = try row("#!/bin/sh\necho 'pv 1.6.6 - Copyright 2015 Andrew Wood'\n")
    XCTAssertTrue(other.contains("absent   pv on PATH"), other)
    XCTAssertTrue(other.contains("pipe viewer: pv 1.6.6") && other.contains("pv-contracts"), other)
    let own = try row("#!/bin/sh\nexec '\(PVProcess.executable().path)' \"$@\"\n")
    XCTAssertTrue(own.contains("ok       pv on PATH") && own.contains(ProgramVersion.current), own)
  }
}
