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

  func testOtherToolsFilesAreRecognized() throws {
    let project = try withOthers()
    let found = try concise(project)
    XCTAssertTrue(found.hasPrefix("accepted: 1 contract "), found)
    XCTAssertTrue(found.contains("; 2 files of other tools left out"), found)
    let verbose = try PVProcess("validate", "--verbose", in: project.path).standardOutput
    XCTAssertTrue(verbose.contains("contracts/work/item-1.yaml: another tool's, `surface: work-contract`"), verbose)
    XCTAssertTrue(verbose.contains("contracts/crate/binding.yaml: 0 bindings of equations to code"), verbose)
    let verified = try PVProcess("verify", in: project.path)
    XCTAssertFalse(verified.standardOutput.contains("item-1"), verified.standardOutput)
    // A claim is a claim, whatever stands beside it, and a section that is misspelled is a section.
    try project.write("contracts/work/item-1.yaml", "surface: work-contract\nfalsification_test: []\n")
    XCTAssertTrue(try concise(project).contains("contracts/work/item-1.yaml:"))
    try project.write("contracts/work/item-1.yaml", "surface: work-contract\nequations: {}\n")
    XCTAssertTrue(try concise(project).contains("contracts/work/item-1.yaml:"))
  }

  func testWhatCodeIsBoundToMustBeThere() throws {
    let project = try withOthers()
    try project.write(
      "contracts/crate/binding.yaml",
      """
      bindings:
        - {contract: softmax-v1.yaml, equation: softmaxx}
        - {contract: softmax-v1.yaml, equation: softmax}
        - {contract: sotfmax-v1.yaml, equation: softmax}
        - {contract: elsewhere-v1.yaml, equation: softmax}
        - {contract: matmul-kernel-v1}
        - {contract: softmax-v1.yaml, equation: other}
        - 1
      """)
    let found = try concise(project)
    for line in [
      "contracts/crate/binding.yaml:2:43: warning: `softmax-v1` has no equation `softmaxx`, `other` [binding-unresolved]",
      "contracts/crate/binding.yaml:4:16: warning: there is no contract `sotfmax-v1` [binding-unresolved]",
      "contracts/crate/binding.yaml:5:16: warning: there is no contract `elsewhere-v1` [binding-unresolved]",
    ] { XCTAssertTrue(found.contains(line), "\(line) is not in \(found)") }
    XCTAssertEqual(found.components(separatedBy: "[binding-unresolved]").count - 1, 4, found)
    try project.write("pv.yaml", "external: [elsewhere-v1, \"*-kernel-v1\"]\n")
    XCTAssertEqual(try concise(project).components(separatedBy: "[binding-unresolved]").count - 1, 2)
  }

  func testDependenciesInOtherRepositoriesAreDeclared() throws {
    let project = try ProjectFolder(self)
    try project.write(
      "contracts/attention-v1.yaml",
      ProjectFolder.contract.replacingOccurrences(of: "SOFTMAX", with: "ATTENTION")
        .replacingOccurrences(of: "\nequations:", with: "\n  depends_on: [softmax-kernel-v1, matmul-v1]\nequations:"))
    func unresolved() throws -> Int {
      try concise(project).components(separatedBy: "[depends-on-unresolved]").count - 1
    }
    XCTAssertEqual(try unresolved(), 2)
    XCTAssertTrue(
      try PVProcess("validate", in: project.path).standardOutput.contains("name it under `external:` in pv.yaml"))
    try project.write("pv.yaml", "external: \"*-kernel-v1\"\n")
    XCTAssertEqual(try unresolved(), 1)
    try project.write("pv.yaml", "external: [softmax-kernel-v1, matmul-v1]\n")
    XCTAssertEqual(try unresolved(), 0)
    let verified = try PVProcess("verify", in: project.path).standardOutput
    XCTAssertFalse(verified.contains("[depends-on-unresolved]"), verified)
  }

  // MARK: What is not used, and other words

  private func publicContract(_ id: String, _ more: String = "", test: String = "") -> String {
    """
    metadata: {version: "1.0.0", description: d, references: ["a"]}
    equations: {t: {formula: f}}
    falsification_tests: [{id: FALSIFY-\(id)-001, rule: r, prediction: p, if_fails: f\(test)}]
    \(more)
    """
  }

  func testWhatAProjectNeverUsesIsOneNote() throws {
    let project = try ProjectFolder(self)
    try project.write("contracts/softmax-v1.yaml", publicContract("A"))
    try project.write("contracts/b-v1.yaml", publicContract("B"))
    let none = try concise(project)
    XCTAssertTrue(
      none.contains(
        "contracts/b-v1.yaml:1:1: note: hardly used here: falsifiers that bind clauses (0 of 2 contracts), "
          + "gates (0 of 2 contracts) [feature-unused]"), none)
    XCTAssertTrue(none.contains("0 errors, 0 warnings, 1 note"), none)
    func write(_ id: String) throws {
      try project.write(
        "contracts/\(id.lowercased())-v1.yaml",
        publicContract(id, "qa_gate: {id: G-\(id), name: n, checks: [c]}", test: ", binds_to: t"))
    }
    // As long as they are fewer, those that use it are counted.
    try write("C")
    let some = try concise(project)
    XCTAssertTrue(some.contains("gates (1 of 3 contracts) [feature-unused]"), some)
    XCTAssertFalse(some.contains("[clause-unbound]") || some.contains("[qa-gate-missing]"), some)
    try write("D")
    let half = try concise(project)
    XCTAssertFalse(half.contains("feature-unused"), half)
    XCTAssertEqual(half.components(separatedBy: "[clause-unbound]").count - 1, 2, half)
    XCTAssertEqual(half.components(separatedBy: "[qa-gate-missing]").count - 1, 2, half)
  }

  /// What a contract forgets that uses the feature itself is a finding, however few do.
  func testAContractThatBindsIsHeldToIt() throws {
    let project = try ProjectFolder(self)
    for name in ["a", "b", "c"] { try project.write("contracts/\(name)-v1.yaml", publicContract(name.uppercased())) }
    try project.write(
      "contracts/softmax-v1.yaml",
      publicContract("D", test: ", binds_to: t").replacingOccurrences(of: "{t:", with: "{u: {formula: f}, t:"))
    let found = try concise(project)
    XCTAssertTrue(
      found.contains("contracts/softmax-v1.yaml:2:13: warning: no falsifier binds `u` [clause-unbound]"), found)
  }

  func testWhatThePublicFormatSaysOfDischarge() throws {
    let project = try ProjectFolder(self)
    func found(_ more: String) throws -> String {
      try project.write("contracts/softmax-v1.yaml", publicContract("A", test: ", " + more))
      return try concise(project)
    }
    XCTAssertTrue(try found("status: Discharged!").contains("`Discharged!` is not a status [status-unknown]"))
    for own in ["PASS", "UNBLOCKED", "VERIFIED"] {
      XCTAssertFalse(try found("status: \(own)").contains("status-unknown"), "a word of their own")
    }
    XCTAssertTrue(
      try found("evidence_discharged_by: [a/b.rs::f]").contains("there is no file `a/b.rs` [discharged-by-nothing]"))
    XCTAssertFalse(try found("evidence_discharged_by: [contracts/softmax-v1.yaml]").contains("discharged-by-nothing"))
    XCTAssertTrue(try found("severity: {a: b}").contains("[wrong-type]"))
  }

  func testHarnessesNameObligations() throws {
    let project = try ProjectFolder(self)
    let harnesses =
      "kani_harnesses: [{id: K-1, obligation: O-1, bound: 1}, {id: K-2, obligation: it holds, bound: 1}, "
      + "{id: K-3, obligation: t, bound: 1}]"
    let obligations = "proof_obligations: [{type: invariant, property: it holds, formal: f}]"
    try project.write("contracts/softmax-v1.yaml", publicContract("A", "\(harnesses)\n\(obligations)"))
    let found = try concise(project)
    XCTAssertTrue(
      found.contains(
        "contracts/softmax-v1.yaml:4:40: warning: no obligation is called `O-1` [harness-obligation-unresolved]"),
      found)
    XCTAssertEqual(
      found.components(separatedBy: "harness-obligation").count - 1, 1, "a property and an equation are there")
    let near = obligations.replacingOccurrences(of: "it holds", with: "everywhere it still holds")
    try project.write("contracts/softmax-v1.yaml", publicContract("A", "\(harnesses)\n\(near)"))
    let most = try concise(project)
    XCTAssertTrue(most.contains("names of obligations (1 of 3 harnesses name an existing one)"), most)
    XCTAssertFalse(most.contains("[harness-obligation"), most)
    let three = harnesses.replacingOccurrences(of: "O-1", with: "t")
    try project.write("contracts/softmax-v1.yaml", publicContract("A", "\(three)\n\(near)"))
    let human = try PVProcess("validate", in: project.path).standardOutput
    XCTAssertTrue(human.contains("did you mean `everywhere it still holds`?"), human)
  }

  func testDependenciesThatResembleNothingAreListedOnce() throws {
    let project = try ProjectFolder(self)
    for (name, others) in [("alpha", "x-kernel-v1, beta-v2"), ("beta", "y-kernel-v1, x-kernel-v1")] {
      try project.write(
        "contracts/\(name)-v1.yaml",
        publicContract(name.uppercased()).replacingOccurrences(
          of: "description: d", with: "description: d, depends_on: [\(others)]"))
    }
    let found = try PVProcess("validate", in: project.path).standardOutput
    XCTAssertTrue(
      found.contains("contracts depend on others that are not here: `x-kernel-v1`, `y-kernel-v1`"), found)
    XCTAssertTrue(found.contains("`external: [x-kernel-v1, y-kernel-v1]`"), found)
    XCTAssertTrue(found.contains("there is no contract `beta-v2`") && found.contains("did you mean `beta-v1`?"), found)
    XCTAssertEqual(found.components(separatedBy: "[depends-on-unresolved]").count - 1, 2, found)
  }

  func testOtherWordsForKeys() throws {
    let project = try ProjectFolder(self)
    try project.write(
      "contracts/softmax-v1.yaml",
      """
      metadata: {version: "1.0.0", description: d, references: ["a"]}
      equations: {t: {formula: f}}
      obligations: ["it holds"]
      falsification_tests: [{id: FALSIFY-A-001, claim: r, prediction: p, action_if_falsified: f, harness: h, harnes: h}
        , {id: FALSIFY-A-002, rule: r, prediction: p, if_test_passes: broken}]
      """)
    let pv = try PVProcess("validate", "--verbose", in: project.path).standardOutput
    for line in [
      "a contract has no key `obligations` [near-miss-key]", "a falsifier has no key `claim` [near-miss-key]",
      "a falsifier has no key `action_if_falsified` (1 more key like it) [near-miss-key]", "help: write `rule`",
      "help: write `if_fails`", "help: write `proof_obligations`, with entries in the form that `pv schema` gives",
    ] { XCTAssertTrue(pv.contains(line), "\(line) is not in \(pv)") }
    XCTAssertFalse(pv.contains("[missing-key]") || pv.contains("[if-fails-missing]") || pv.contains("wrong-type"), pv)
    XCTAssertTrue(pv.contains("keys outside the format: `harnes` 1, `harness` 1"), pv)
    let json = try PVProcess("validate", "--format", "json", in: project.path).standardOutput
    XCTAssertTrue(json.contains("\"unknown_keys\": {\n    \"harnes\": 1,\n    \"harness\": 1\n  }"), json)
  }

  func testWhatIsThereTwiceIsMerged() throws {
    let project = try ProjectFolder(self)
    try project.write(
      "contracts/softmax-v1.yaml",
      publicContract(
        "A",
        "proof_obligations: [{type: invariant, property: p}]\nobligations: [{id: O-1, property: p}]\n"
          + "kani_harnesses: [{id: K-1, obligation: O-1, bound: 1}]"))
    let found = try PVProcess("validate", in: project.path).standardOutput
    XCTAssertTrue(found.contains("`proof_obligations` is there as well: merge the two, or remove this one"), found)
    XCTAssertFalse(found.contains("[harness-obligation-unresolved]"), "the key is what is wrong: \(found)")
  }

  func testOneCauseIsOneFinding() throws {
    let project = try ProjectFolder(self)
    try project.write(
      "contracts/softmax-v1.yaml",
      """
      metadata: {version: "1.0.0", description: d, references: ["a"]}
      equations: {t: {formula: f}}
      enforcement: {layer: runtime, gate: required, rule: {description: d}}
      invariants: [it holds, {name: n, description: it stays}]
      proof_obligations: [{type: invariant, property: p}, {type: invariant, property: q}]
      kani_harnesses: [{id: K-1, obligation: it holds, bound: 1}, {id: K-2, obligation: p, bound: 1}]
      falsification_tests: [{id: FALSIFY-A-001, rule: r, prediction: p}, {id: FALSIFY-A-002, rule: r, prediction: p}]
      """)
    let found = try PVProcess("validate", in: project.path).standardOutput
    for line in [
      "the entries of `enforcement` must be mappings, but `layer`, `gate` are texts [wrong-type]",
      "the falsifiers `FALSIFY-A-001`, `FALSIFY-A-002` do not say what a failure means [if-fails-missing]",
      "help: it is under `invariants:`, which nothing reads: make it an entry of `proof_obligations`",
    ] { XCTAssertTrue(found.contains(line), "\(line) is not in \(found)") }
    for rule in ["wrong-type", "if-fails-missing", "harness-obligation-unresolved"] {
      XCTAssertEqual(found.components(separatedBy: "[\(rule)]").count - 1, 1, found)
    }
  }

  func testFilesAreExcluded() throws {
    let project = try ProjectFolder(self)
    try project.write("contracts/work/item-1.yaml", "id: 1\n")
    try project.write("contracts/crate/binding.yaml", "target_crate: a\n")
    XCTAssertEqual(try concise(project).components(separatedBy: "[not-a-contract]").count - 1, 2)
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
      XCTAssertTrue(pv.standardOutput.contains("`exclude:` in pv.yaml leaves out all that is there"), pv.standardOutput)
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
    // One that binds something, so that what another binds is asked for.
    try project.write("contracts/b-v1.yaml", publicContract("B", test: ", binds_to: t"))
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
