import ContractKit
import Foundation
import XCTest

/// The hooks as pre-commit runs them on commits; without pre-commit the test is skipped, and `scripts/hooks` installs it.
final class HookTests: XCTestCase {
  /// The program that `PV_PRE_COMMIT` names, or the one on PATH.
  private func preCommit() throws -> String {
    let environment = ProcessInfo.processInfo.environment
    if let given = environment["PV_PRE_COMMIT"] { return given }
    guard Shell.firstLine(["pre-commit", "--version"], folder: "/") != nil else {
      throw XCTSkip("hooks not run by pre-commit: it is not on PATH, and PV_PRE_COMMIT names none; run scripts/hooks")
    }
    return "pre-commit"
  }

  /// A repository in whose commits the hooks run.
  private struct Repository {
    let project: VerifyProject
    private let home: String

    init(_ test: XCTestCase, preCommit: String) throws {
      project = try VerifyProject(test)
      home = try ProjectFolder(test).path
      let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .appendingPathComponent("../..").standardized.path
      // A repository of hooks has to be a commit; this one is the file as it is now.
      let hooks = "\(home)/hooks"
      try Files.replace(
        "\(hooks)/.pre-commit-hooks.yaml", with: try Files.read("\(root)/.pre-commit-hooks.yaml"))
      try git(in: hooks, "init", "--quiet")
      try git(in: hooks, "add", "--all")
      try git(in: hooks, "commit", "--quiet", "--message", "hooks")
      let commit = try git(in: hooks, "rev-parse", "HEAD").trimmingCharacters(in: .whitespacesAndNewlines)
      try project.folder.write(
        ".pre-commit-config.yaml",
        """
        repos:
          - repo: \(hooks)
            rev: \(commit)
            hooks: [{id: pv-validate}, {id: pv-fix}, {id: pv-verify}]

        """)
      try git("init", "--quiet")
      XCTAssertEqual(try run([preCommit, "install"], in: project.path).status, 0)
    }

    /// Commits all that changed, and says what the hooks answered.
    func commit(_ what: String) throws -> (isMade: Bool, output: String) {
      try git("add", "--all")
      let answer = try run(["git", "commit", "--message", what], in: project.path)
      return (answer.status == 0, answer.output)
    }

    func git(_ words: String...) throws { try git(in: project.path, words) }

    @discardableResult
    private func git(in folder: String, _ words: String...) throws -> String { try git(in: folder, words) }

    @discardableResult
    private func git(in folder: String, _ words: [String]) throws -> String {
      let answer = try run(["git"] + words, in: folder)
      XCTAssertEqual(answer.status, 0, answer.output)
      return answer.output
    }

    private func run(_ words: [String], in folder: String) throws -> (status: Int32, output: String) {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = words
      process.currentDirectoryURL = URL(fileURLWithPath: folder)
      var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("GIT_") }
      let products = try PVProcess.executable().deletingLastPathComponent().path
      environment["PATH"] = "\(products):\(environment["PATH"] ?? "/usr/bin:/bin")"
      environment["HOME"] = home
      environment["PRE_COMMIT_HOME"] = "\(home)/pre-commit"
      for role in ["AUTHOR", "COMMITTER"] {
        environment["GIT_\(role)_NAME"] = "a"
        environment["GIT_\(role)_EMAIL"] = "a@example.org"
      }
      process.environment = environment
      let pipe = Pipe()
      process.standardOutput = pipe
      process.standardError = pipe
      try process.run()
      let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      return (process.terminationStatus, output)
    }
  }

  func testACommitIsJudgedWhateverItTouches() throws {
    let repository = try Repository(self, preCommit: try preCommit())
    let project = repository.project
    // The second contract has no test, so that nothing but the dependency can be wrong about it.
    try project.folder.write(
      "contracts/base-v1.yaml",
      """
      metadata:
        format: pv/1
        version: "1.0.0"
        description: "what scale-v1 depends on"
        references: ["IEEE 754-2019"]
      equations:
        base: {formula: "2", domain: "none", not_falsified: "a definition"}

      """)
    try project.edit(VerifyProject.contractPath, "  references: [{", "  depends_on: [base-v1]\n  references: [{")
    try project.writeEvidence()
    let first = try repository.commit("first")
    XCTAssertTrue(first.isMade, first.output)
    XCTAssertEqual(first.output.components(separatedBy: "Passed").count - 1, 3, first.output)

    let changes: [(what: String, change: () throws -> Void, finding: String)] = [
      (
        "evidence edited",
        { try project.edit(VerifyProject.evidenceA, "\"level\": \"algorithm\"", "\"level\": \"live\"") },
        "evidence-edited"
      ),
      (
        "evidence deleted",
        { try FileManager.default.removeItem(atPath: "\(project.path)/\(VerifyProject.evidenceB)") },
        "status-mismatch"
      ),
      (
        "a kernel's source touched", { try project.edit("Sources/Scale/Scale.swift", "2 * x", "x + x") },
        "status-mismatch"
      ),
      (
        "a contract deleted on which another depends",
        { try FileManager.default.removeItem(atPath: "\(project.path)/contracts/base-v1.yaml") },
        "depends-on-unresolved"
      ),
    ]
    for (what, change, finding) in changes {
      try change()
      let commit = try repository.commit(what)
      XCTAssertFalse(commit.isMade, "\(what): \(commit.output)")
      XCTAssertTrue(commit.output.contains("[\(finding)]"), "\(what): \(commit.output)")
      XCTAssertFalse(commit.output.contains("Skipped"), "\(what): \(commit.output)")
      try repository.git("reset", "--hard", "--quiet")
    }
    try project.folder.write("README.md", "nothing to judge\n")
    let last = try repository.commit("last")
    XCTAssertTrue(last.isMade, last.output)
  }

  func testAFixerStopsTheCommit() throws {
    let repository = try Repository(self, preCommit: try preCommit())
    try repository.project.edit(VerifyProject.contractPath, "domain:", "domian:")
    let first = try repository.commit("first")
    XCTAssertFalse(first.isMade, first.output)
    XCTAssertTrue(first.output.contains("`domian` becomes `domain`"), first.output)
    let again = try repository.commit("again")
    XCTAssertTrue(again.isMade, again.output)
  }
}
