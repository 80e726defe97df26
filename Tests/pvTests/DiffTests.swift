import ContractKit
import XCTest

/// `pv diff` as people run it.
final class DiffTests: XCTestCase {
  private static let contract = "contracts/softmax-v1.yaml"

  /// A project whose first state is committed.
  private func repository() throws -> ProjectFolder {
    let project = try ProjectFolder(self)
    try project.commitAll()
    return project
  }

  func testALoosenedThresholdIsRejectedUntilSomebodyAnswersForIt() throws {
    let project = try repository()
    XCTAssertEqual(
      try PVProcess("diff", "--against", "HEAD", in: project.path).standardOutput.prefix(19), "no contract changed")
    try project.edit(Self.contract, "at_most: 1.0e-6", "at_most: 1.0e-5")
    let loosened = try PVProcess("diff", "--against", "HEAD", in: project.path)
    XCTAssertEqual(loosened.exitCode, 1)
    XCTAssertTrue(
      loosened.standardOutput.hasPrefix(
        """
        softmax-v1: version 1.0.0 became 1.0.0; the changes call for a major one (2.0.0)
          easier   FALSIFY-SM-001/max_abs_error  the threshold was loosened: ≤ 1.0e-6 became ≤ 1.0e-5

        """), loosened.standardOutput)
    XCTAssertTrue(loosened.standardOutput.contains("[claim-loosened]"), loosened.standardOutput)
    XCTAssertTrue(loosened.standardOutput.contains("[version-not-bumped]"), loosened.standardOutput)
    XCTAssertTrue(loosened.standardOutput.contains("HEAD:contracts/softmax-v1.yaml:"), loosened.standardOutput)
    try project.edit(Self.contract, "version: \"1.0.0\"", "version: \"2.0.0\"")
    let text = try String(contentsOfFile: "\(project.path)/\(Self.contract)", encoding: .utf8)
    try project.write(
      Self.contract,
      text + "loosened:\n  - {change: FALSIFY-SM-001/max_abs_error, reason: r s, owner: team:o, until: 2026-12-31}\n")
    XCTAssertEqual(try PVProcess("diff", "--against", "HEAD", "--as-of", "2026-12-31", in: project.path).exitCode, 0)
    XCTAssertEqual(try PVProcess("diff", "--against", "HEAD", "--as-of", "2027-01-01", in: project.path).exitCode, 1)
    XCTAssertEqual(try PVProcess("validate", "--strict", "--as-of", "2026-12-31", in: project.path).exitCode, 0)
    XCTAssertEqual(try PVProcess("validate", "--strict", "--as-of", "2027-01-01", in: project.path).exitCode, 1)
  }

  /// Claims that become a file of another tool, or of hypotheses, are gone.
  func testAContractThatBecomesAnotherKindOfFileWasRemoved() throws {
    let project = try repository()
    for text in [
      "surface: kernel\n", "question: q\nhypotheses: []\n",
      "surface: kernel\n"
        + ProjectFolder.contract.replacingOccurrences(of: "metadata:", with: "their_metadata:")
        .replacingOccurrences(of: "equations:", with: "their_equations:").replacingOccurrences(
          of: "faults:", with: "their_faults:"
        )
        .replacingOccurrences(of: "falsification_tests:", with: "their_tests:"),
    ] {
      try project.write(Self.contract, text)
      let pv = try PVProcess("diff", "--strict", "--against", "HEAD", in: project.path)
      XCTAssertEqual(pv.exitCode, 1, text)
      XCTAssertTrue(pv.standardOutput.contains("the contract was removed"), pv.standardOutput)
    }
    try project.write(Self.contract, ProjectFolder.contract)
    try project.write("contracts/work.yaml", "surface: work-contract\n")
    let other = try PVProcess("diff", "--strict", "--against", "HEAD", in: project.path)
    XCTAssertEqual(other.exitCode, 0, other.standardOutput)
    XCTAssertTrue(other.standardOutput.contains("1 contract (1 compared)"), other.standardOutput)
  }

  func testAgainstACommitFindsRemovedAndAddedContractsFromASubfolder() throws {
    let project = try repository()
    let text = try String(contentsOfFile: "\(project.path)/\(Self.contract)", encoding: .utf8)
    try FileManager.default.removeItem(atPath: "\(project.path)/\(Self.contract)")
    try project.write("contracts/other-v1.yaml", text)
    let pv = try PVProcess("diff", "--against", "main", "--format", "json", in: project.path + "/contracts")
    XCTAssertEqual(pv.exitCode, 1, pv.standardError)
    let json = try JSON(reading: Array(pv.standardOutput.utf8))
    XCTAssertEqual(json["contracts"]?.array?.map { $0["id"]?.string }, ["other-v1", "softmax-v1"])
    XCTAssertEqual(json["summary"]?["easier"]?.integer, 1)
    XCTAssertEqual(json["summary"]?["harder"]?.integer, 1)
    XCTAssertEqual(json["findings"]?.array?.compactMap { $0["rule"]?.string }, ["claim-loosened"])
    // A contract that remains answers for one that is gone.
    try project.write(
      "contracts/other-v1.yaml",
      text + "loosened:\n  - {change: softmax-v1, reason: r s, owner: team:o, until: 2030-12-31}\n")
    func exitCode(_ day: String, _ paths: String...) throws -> Int32 {
      try PVProcess(arguments: ["diff", "--against", "main", "--as-of", day] + paths, in: project.path).exitCode
    }
    XCTAssertEqual(try exitCode("2030-06-30"), 0)
    XCTAssertEqual(try exitCode("2030-06-30", Self.contract), 1)
    XCTAssertEqual(try exitCode("2029-12-30"), 1, "more than a year ahead")
    try project.edit("contracts/other-v1.yaml", "owner: team:o", "owner: o")
    XCTAssertEqual(try exitCode("2030-06-30"), 1, "nobody answers")
  }

  /// A repository whose pv.yaml names its first commit as the last release.
  private func released() throws -> ProjectFolder {
    let project = try repository()
    try project.git("tag", "v1.0.0")
    try project.write("pv.yaml", "release: v1.0.0\n")
    return project
  }

  func testTheLastReleaseIsWhatIsComparedWithWhereNothingIsNamed() throws {
    let project = try released()
    func diff(_ arguments: String...) throws -> PVProcess {
      try PVProcess(arguments: ["diff", "--as-of", "2030-06-30"] + arguments, in: project.path)
    }
    XCTAssertEqual(try diff().exitCode, 0)
    try project.edit(Self.contract, "the weights sum to 1\"}", "the sum of weights is 1\"}")
    try project.edit(Self.contract, "at_most: 1.0e-6", "at_most: 1.0e-5")
    try project.edit(Self.contract, "version: \"1.0.0\"", "version: \"2.0.0\"")
    var pv = try diff("--format", "concise")
    XCTAssertEqual(pv.exitCode, 1)
    XCTAssertTrue(pv.standardOutput.contains("error: softmax/sums_to_one"), pv.standardOutput)
    XCTAssertTrue(pv.standardOutput.contains("[claim-loosened]"), pv.standardOutput)
    XCTAssertTrue(
      try diff().standardOutput.contains("or in CHANGELOG.md: - `softmax-v1#FALSIFY-SM-001/max_abs_error`: "))
    // A page that is older than the release answers for nothing; nor does an item without a reason or an owner.
    let items = [
      "- `softmax-v1#softmax/sums_to_one` says the same\n  in fewer words (team:kernels).",
      "- `softmax-v1#FALSIFY-SM-001`: binary16 inputs round first (@one)",
    ]
    func write(_ items: [String]) throws {
      try project.write("CHANGELOG.md", "# Changelog\n\n## Unreleased\n\n" + items.joined(separator: "\n") + "\n")
    }
    try write(items)
    pv = try diff()
    XCTAssertEqual(pv.exitCode, 0, pv.standardOutput)
    for broken in [
      items[0].replacingOccurrences(of: " (team:kernels)", with: ""),
      items[0].replacingOccurrences(of: "team:", with: ""),
      "- `softmax-v1#softmax/sums_to_one` (team:kernels)", items[0].replacingOccurrences(of: "to_one", with: "to_two"),
      items[0].replacingOccurrences(of: "- ", with: ""),
    ] {
      try write([broken, items[1]])
      XCTAssertEqual(try diff().exitCode, 1, broken)
    }
    try write(items)
    try project.git("add", "-A")
    try project.git("commit", "-q", "-m", "second")
    try project.git("tag", "v2.0.0")
    try project.write("pv.yaml", "release: v2.0.0\n")
    try project.edit(Self.contract, "at_most: 1.0e-5", "at_most: 1.0e-4")
    try project.edit(Self.contract, "version: \"2.0.0\"", "version: \"3.0.0\"")
    XCTAssertEqual(try diff().exitCode, 1, "what answered before the release answers for nothing after it")
  }

  /// What pv.yaml holds the project to less than at the time of the release is somebody's decision, too.
  func testSettingsThatHoldToLessSinceTheReleaseAreAnsweredFor() throws {
    let project = try repository()
    for page in ["README.md", "docs/one.md", "docs/two.md"] { try project.write(page, "# Page\n") }
    try project.write("pv.yaml", "prose: [README.md, docs, contracts]\nship_spec: required\nkeys: [a.pem]\n")
    try project.git("add", "-A")
    try project.git("commit", "-q", "-m", "release")
    try project.git("tag", "v1.0.0")
    func diff(_ settings: String) throws -> PVProcess {
      try project.write("pv.yaml", settings + "release: v1.0.0\n")
      return try PVProcess("diff", "--format", "concise", in: project.path)
    }
    XCTAssertEqual(
      try diff("prose: ['*.md', docs/*.md, contracts]\nship_spec: required\nkeys: [a.pem]\n").exitCode, 0,
      "the same pages by other words")
    let less = "prose: [docs/two.md]\nkeys: [a.pem, b.pem]\n"
    var pv = try diff(less)
    XCTAssertEqual(pv.exitCode, 1)
    for what in ["prose/README.md", "prose/docs/one.md", "prose/contracts/softmax-v1.yaml", "ship_spec", "keys/b.pem"] {
      XCTAssertTrue(pv.standardOutput.contains("error: \(what): "), "\(what): \(pv.standardOutput)")
    }
    XCTAssertFalse(pv.standardOutput.contains("two.md"), pv.standardOutput)
    try project.write(
      "CHANGELOG.md",
      """
      - `pv.yaml#prose`, `pv.yaml#ship_spec`: all of it moved elsewhere (team:docs)
      - `pv.yaml#keys`: two sign (@a)

      """)
    pv = try diff(less)
    XCTAssertEqual(pv.exitCode, 0, pv.standardOutput)
    // A page that is there no more says nothing.
    try FileManager.default.removeItem(atPath: "\(project.path)/CHANGELOG.md")
    try FileManager.default.removeItem(atPath: "\(project.path)/docs/one.md")
    XCTAssertEqual(
      try diff("prose: [README.md, docs/two.md, contracts]\nship_spec: required\nkeys: [a.pem]\n").exitCode, 0)
  }

  func testAContractThatIsLeftOutSinceTheReleaseWasDropped() throws {
    let project = try released()
    try project.write("pv.yaml", "release: v1.0.0\nexclude: [softmax-v1.yaml]\n")
    let text = try String(contentsOfFile: "\(project.path)/\(Self.contract)", encoding: .utf8)
    try project.write("contracts/other-v1.yaml", text)
    let pv = try PVProcess("diff", "--format", "concise", in: project.path)
    XCTAssertEqual(pv.exitCode, 1)
    XCTAssertTrue(pv.standardOutput.contains("the contract was removed"), pv.standardOutput)
  }

  func testAContractThatWasDroppedSinceTheReleaseIsAnsweredForInTheChangelog() throws {
    let project = try released()
    try FileManager.default.moveItem(
      atPath: "\(project.path)/\(Self.contract)", toPath: "\(project.path)/contracts/other-v1.yaml")
    XCTAssertEqual(try PVProcess("diff", in: project.path).exitCode, 1)
    try project.write("CHANGELOG.md", "- `softmax-v1` has no user left, and goes (@one)\n")
    XCTAssertEqual(try PVProcess("diff", in: project.path).exitCode, 0)
  }

  func testAReleaseThatIsNotHereIsNothingJudged() throws {
    let project = try released()
    try project.write("pv.yaml", "release: v9.0.0\n")
    var pv = try PVProcess("diff", in: project.path)
    XCTAssertEqual(pv.exitCode, 2)
    XCTAssertTrue(
      pv.standardError.contains("git knows no commit `v9.0.0`, which `release:` in pv.yaml names"), pv.standardError)
    try project.write("other.txt", "\n")
    try project.git("add", "-A")
    try project.git("commit", "-q", "-m", "second")
    try project.git("clone", "-q", "--depth", "1", "file://\(project.path)", "shallow")
    pv = try PVProcess("diff", in: project.path + "/shallow")
    XCTAssertEqual(pv.exitCode, 2)
    XCTAssertTrue(
      pv.standardError.contains("this clone is shallow; fetch the rest with git fetch --unshallow"), pv.standardError)
    try project.write("pv.yaml", "ship_spec: optional\n")
    pv = try PVProcess("diff", in: project.path)
    XCTAssertEqual(pv.exitCode, 64)
    XCTAssertTrue(pv.standardError.contains("or name the last release in pv.yaml"), pv.standardError)
  }

  func testWordsThatWereAcceptedAreAnsweredFor() throws {
    let project = try VerifyProject(self)
    try project.folder.commitAll()
    try project.folder.write("pv.yaml", "release: main\n" + VerifyProject.settings)
    try project.edit(VerifyProject.contractPath, "no rounding without overflow", "without overflow nothing rounds")
    try project.edit(VerifyProject.contractPath, "version: \"1.0.0\"", "version: \"2.0.0\"")
    try project.edit(VerifyProject.contractPath, "the bits of 2", "the sign of 2")
    let rejected = try project.pv("diff", "--format", "concise")
    XCTAssertEqual(rejected.exitCode, 1)
    XCTAssertTrue(rejected.standardOutput.contains("FALSIFY-SCALE-002/prediction: "), rejected.standardOutput)
    XCTAssertTrue(rejected.standardOutput.contains("scale/exact: the statement"), rejected.standardOutput)
    try project.acceptWording()
    let pv = try project.pv("diff")
    XCTAssertEqual(pv.exitCode, 0, pv.standardOutput)
  }

  func testAKeyBelowAFaultIsAChange() throws {
    let project = try ProjectFolder(self)
    try project.write("a.yaml", VerifyProject.contract)
    try project.write(
      "b.yaml",
      VerifyProject.contract.replacingOccurrences(
        of: "mutants: [tripled]}", with: "mutants: [tripled], discharge_status: BLOCKED}"))
    let pv = try PVProcess("diff", "a.yaml", "b.yaml", in: project.path)
    XCTAssertEqual(pv.exitCode, 1)
    XCTAssertTrue(pv.standardOutput.contains("faults[1].discharge_status  was added"), pv.standardOutput)
  }

  func testTwoFilesAreVersionsOfOneContractAndFoldersGoByName() throws {
    let project = try ProjectFolder(self)
    let old = try String(contentsOfFile: "\(project.path)/\(Self.contract)", encoding: .utf8)
    let new = old.replacingOccurrences(of: "[no_max]", with: "[no_max, no_sum]")
      .replacingOccurrences(of: "\"1.0.0\"", with: "\"1.1.0\"")
    try project.write("old/softmax-v1.yaml", old)
    try project.write("new/softmax-v1.yaml", new)
    try project.write("b.yaml", new)
    for (left, right) in [("old/softmax-v1.yaml", "b.yaml"), ("old", "new")] {
      let pv = try PVProcess("diff", left, right, in: project.path)
      XCTAssertEqual(pv.exitCode, 0, pv.standardOutput)
      XCTAssertTrue(pv.standardOutput.contains("harder   FALSIFY-SM-001/no_sum"), pv.standardOutput)
      XCTAssertTrue(
        pv.standardOutput.contains("1 contract (1 compared), 1 changed: 0 easier, 1 harder"), pv.standardOutput)
    }
    let back = try PVProcess("diff", "new", "old", "--format", "concise", in: project.path)
    XCTAssertEqual(back.exitCode, 1)
    XCTAssertFalse(back.standardOutput.contains("easier   "), back.standardOutput)
    XCTAssertTrue(back.standardOutput.contains("[claim-loosened]"), back.standardOutput)
  }

  func testProseRejectsUnderStrictOnly() throws {
    let project = try ProjectFolder(self)
    let old = try String(contentsOfFile: "\(project.path)/\(Self.contract)", encoding: .utf8)
    try project.write("a.yaml", old)
    try project.write(
      "b.yaml",
      old.replacingOccurrences(of: "the weights sum to 1\"}", with: "the sum of weights is 1\"}")
        .replacingOccurrences(of: "\"1.0.0\"", with: "\"2.0.0\""))
    XCTAssertEqual(try PVProcess("diff", "a.yaml", "b.yaml", in: project.path).exitCode, 0)
    XCTAssertEqual(try PVProcess("diff", "a.yaml", "b.yaml", "--strict", in: project.path).exitCode, 1)
  }

  func testLinksAreFollowedInBothVersions() throws {
    let project = try repository()
    try FileManager.default.moveItem(atPath: "\(project.path)/contracts", toPath: "\(project.path)/real")
    let manager = FileManager.default
    try manager.createSymbolicLink(atPath: "\(project.path)/contracts", withDestinationPath: "real")
    try manager.createDirectory(atPath: "\(project.path)/linked", withIntermediateDirectories: false)
    try manager.createSymbolicLink(
      atPath: "\(project.path)/linked/softmax-v1.yaml", withDestinationPath: "../contracts/../real/softmax-v1.yaml")
    try project.git("add", "-A")
    try project.git("commit", "-q", "-m", "second")
    for paths in [[], ["linked"], ["linked/softmax-v1.yaml"], ["linked", "contracts"]] {
      let same = try PVProcess(arguments: ["diff", "--against", "HEAD"] + paths, in: project.path)
      XCTAssertEqual(same.exitCode, 0, "\(paths): \(same.standardOutput)\(same.standardError)")
      XCTAssertTrue(same.standardOutput.hasPrefix("no contract changed"), "\(paths): \(same.standardOutput)")
    }
    try project.edit("real/softmax-v1.yaml", "at_most: 1.0e-6", "at_most: 1.0e-5")
    for paths in [[], ["linked"], ["linked/softmax-v1.yaml"], ["linked", "contracts"]] {
      let loosened = try PVProcess(arguments: ["diff", "--against", "HEAD"] + paths, in: project.path)
      XCTAssertEqual(loosened.exitCode, 1, "\(paths): \(loosened.standardError)")
      XCTAssertTrue(loosened.standardOutput.contains("[claim-loosened]"), "\(paths): \(loosened.standardOutput)")
    }
    try manager.createSymbolicLink(atPath: "\(project.path)/linked/b-v1.yaml", withDestinationPath: "nowhere.yaml")
    try project.git("add", "-A")
    try project.git("commit", "-q", "-m", "third")
    let dangling = try PVProcess("diff", "--against", "HEAD", "linked", in: project.path)
    XCTAssertEqual(dangling.exitCode, 2)
    XCTAssertTrue(dangling.standardError.contains("leads to no file in the commit"), dangling.standardError)
  }

  func testTheCommitIsOneOfTheRepositoryThatThePathIsIn() throws {
    let project = try repository()
    let other = try repository()
    try other.git("commit", "-q", "--amend", "--message", "another")
    try project.edit(Self.contract, "at_most: 1.0e-6", "at_most: 1.0e-5")
    for folder in [other.path, "/"] {
      let loosened = try PVProcess("diff", "--against", "HEAD", "\(project.path)/contracts", in: folder)
      XCTAssertEqual(loosened.exitCode, 1, loosened.standardError)
      XCTAssertTrue(loosened.standardOutput.contains("[claim-loosened]"), loosened.standardOutput)
    }
  }

  func testBadInput() throws {
    let project = try repository()
    XCTAssertEqual(try PVProcess("diff", in: project.path).exitCode, 64)
    XCTAssertEqual(try PVProcess("diff", "contracts", in: project.path).exitCode, 64)
    XCTAssertEqual(try PVProcess("diff", "contracts", "contracts", "--format", "x", in: project.path).exitCode, 64)
    XCTAssertEqual(try PVProcess("diff", "missing", "contracts", in: project.path).exitCode, 2)
    let unknown = try PVProcess("diff", "--against", "no-such-ref", in: project.path)
    XCTAssertEqual(unknown.exitCode, 2)
    XCTAssertTrue(unknown.standardError.contains("no commit `no-such-ref`"), unknown.standardError)
    XCTAssertEqual(try PVProcess("diff", "--against=--output=x", in: project.path).exitCode, 2)
    XCTAssertEqual(try PVProcess("diff", "--against", "HEAD", "missing.yaml", in: project.path).exitCode, 2)
    XCTAssertEqual(try PVProcess("diff", "--against", "HEAD", in: "/").exitCode, 2)
    try project.write(Self.contract, "a: [")
    let broken = try PVProcess("diff", "--against", "HEAD", in: project.path)
    XCTAssertEqual(broken.exitCode, 1)
    XCTAssertTrue(broken.standardOutput.contains("contracts/softmax-v1.yaml:1:5: error:"), broken.standardOutput)
  }
}
