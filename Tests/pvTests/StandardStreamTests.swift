import ContractKit
import Foundation
import XCTest

/// Standard input in place of a file, and standard output that cannot be written to.
final class StandardStreamTests: XCTestCase {
  private static let contract = "contracts/softmax-v1.yaml"
  private static let faulty = ProjectFolder.contract.replacingOccurrences(of: "domain: \"1", with: "domian: \"1")

  // MARK: Standard input

  private func concise(_ project: ProjectFolder, _ arguments: String..., input: String) throws -> [String] {
    try PVProcess(
      arguments: ["validate", "--format", "concise"] + arguments, in: project.path, input: input
    ).standardOutput.split(separator: "\n").map(String.init)
  }

  func testStandardInputReplacesTheFileThatItStandsFor() throws {
    let project = try ProjectFolder(self)
    for path in [
      Self.contract, "./\(Self.contract)", "contracts/../\(Self.contract)", "\(project.path)/\(Self.contract)",
    ] {
      for folder in ["contracts", ".", Self.contract] {
        let lines = try concise(project, "-", folder, "--stdin-path", path, input: Self.faulty)
        XCTAssertEqual(lines.count, 2, "\(path) \(folder): \(lines)")
        XCTAssertTrue(lines[0].contains("softmax-v1.yaml:") && lines[0].contains("[near-miss-key]"), lines[0])
        XCTAssertTrue(lines[1].hasPrefix("rejected: 1 contract "), lines[1])
      }
    }
    // What is on the disk is wrong, the buffer is not.
    try project.write(Self.contract, Self.faulty)
    let lines = try concise(project, "contracts", "-", "--stdin-path", Self.contract, input: ProjectFolder.contract)
    XCTAssertEqual(lines.count, 1, "\(lines)")
  }

  func testTheFileMayHaveAnotherName() throws {
    let project = try ProjectFolder(self)
    try FileManager.default.createSymbolicLink(
      atPath: "\(project.path)/link", withDestinationPath: "contracts")
    let lines = try concise(project, "-", "contracts", "--stdin-path", "link/softmax-v1.yaml", input: Self.faulty)
    XCTAssertEqual(lines.count, 2, "\(lines)")
    XCTAssertTrue(lines[1].hasPrefix("rejected: 1 contract "), lines[1])
  }

  func testAFileThatIsNotThereYetIsJudgedAmongTheOthers() throws {
    let project = try ProjectFolder(self)
    let lines = try concise(project, "-", "contracts", "--stdin-path", "contracts/new-v1.yaml", input: Self.faulty)
    XCTAssertTrue(lines.last?.hasPrefix("rejected: 2 contracts ") ?? false, "\(lines)")
    let alone = try PVProcess("validate", "contracts", "--stdin-path", "a-v1.yaml", in: project.path)
    XCTAssertEqual(alone.exitCode, 64)
    XCTAssertTrue(alone.standardError.contains("so give `-` as well"), alone.standardError)
  }

  // MARK: Standard output

  private static let reason = "pv: standard output cannot be written: No space left on device\n"

  func testEachCommandSaysThatItsOutputCannotBeWritten() throws {
    guard Files.kind(of: "/dev/full") != nil else { throw XCTSkip("full devices not tried: there is no /dev/full") }
    let project = try VerifyProject(self)
    let commands = [
      ["validate"], ["verify"], ["status"], ["explain", "near-miss-key"], ["rules"], ["coverage"], ["equations"],
      ["query"], ["graph"], ["schema"], ["doctor"], ["--help"], ["help"], ["validate", "--help"], ["--version"],
      ["--generate-completion-script", "bash"], ["--generate-completion-script", "zsh"],
      ["diff", VerifyProject.contractPath, VerifyProject.contractPath], ["validate", "--output", "json=-"],
    ]
    for command in commands {
      let full = try PVProcess(writingTo: "/dev/full", arguments: command, in: project.path)
      XCTAssertEqual(full.exitCode, 70, "\(command)")
      XCTAssertTrue(full.standardError.hasSuffix(Self.reason), "\(command): \(full.standardError)")
      let closed = try PVProcess(writingTo: "&-", arguments: command, in: project.path)
      XCTAssertEqual(closed.exitCode, 70, "\(command)")
      XCTAssertTrue(closed.standardError.contains("cannot be written: Bad file"), "\(command): \(closed.standardError)")
    }
    let report = try PVProcess("validate", "--output", "json=/dev/full", in: project.path)
    XCTAssertEqual(report.exitCode, 1)
    XCTAssertTrue(report.standardError.contains("No space left on device"), report.standardError)
  }

  func testHelpAndMistakesAreWhereTheyWere() throws {
    let help = try PVProcess("--help")
    XCTAssertEqual(help.exitCode, 0)
    XCTAssertTrue(help.standardOutput.hasPrefix("OVERVIEW: "), help.standardOutput)
    XCTAssertEqual(try PVProcess("--version").standardOutput, "pv (contract-falsifier) \(ProgramVersion.current)\n")
    let mistake = try PVProcess("validate", "--fromat", "json")
    XCTAssertEqual(mistake.exitCode, 64)
    XCTAssertEqual(mistake.standardOutput, "")
    XCTAssertTrue(mistake.standardError.hasPrefix("Error: Unknown option '--fromat'"), mistake.standardError)
  }

  func testAReportOnStandardOutput() throws {
    let project = try ProjectFolder(self)
    for command in ["validate", "verify"] {
      let wanted = try PVProcess(command, "--format", "sarif", in: project.path)
      let given = try PVProcess(command, "--output", "sarif=-", "--output", "json=r.json", in: project.path)
      XCTAssertEqual(given.standardOutput, wanted.standardOutput)
      XCTAssertEqual(given.exitCode, wanted.exitCode)
    }
    XCTAssertEqual(Files.kind(of: "\(project.path)/r.json"), .file)
    XCTAssertNil(Files.kind(of: "\(project.path)/-"))
    for arguments in [["--format", "human", "--output", "sarif=-"], ["--output", "json=-", "--output", "sarif=-"]] {
      let twice = try PVProcess(arguments: ["validate"] + arguments, in: project.path)
      XCTAssertEqual(twice.exitCode, 64)
      XCTAssertTrue(twice.standardError.contains("two reports cannot be written to standard output"))
    }
  }

  // MARK: What the layer below said

  func testWhatGitSaysIsPassedOn() throws {
    let project = try ProjectFolder(self)
    let none = try PVProcess("diff", "--against", "HEAD", in: project.path)
    XCTAssertEqual(none.exitCode, 2)
    XCTAssertTrue(none.standardError.contains("not a git repository"), none.standardError)
    XCTAssertNotNil(Shell.output(["git", "init", "--quiet"], folder: project.path))
    let unknown = try PVProcess("diff", "--against", "nowhere", in: project.path)
    XCTAssertEqual(unknown.exitCode, 2)
    XCTAssertTrue(unknown.standardError.contains("git knows no commit `nowhere`"), unknown.standardError)
    XCTAssertTrue(unknown.standardError.contains("It says: fatal: "), unknown.standardError)
    let missing = try PVProcess("diff", "--against", "HEAD", in: project.path, environment: ["PATH": "/nowhere"])
    XCTAssertEqual(missing.exitCode, 2)
    XCTAssertTrue(missing.standardError.contains("git"), missing.standardError)
    // As in a container whose user is not the checkout's.
    try project.write("gitconfig", "")
    let foreign = try PVProcess(
      "diff", "--against", "HEAD", in: project.path,
      environment: ["GIT_TEST_ASSUME_DIFFERENT_OWNER": "1", "HOME": project.path])
    XCTAssertTrue(foreign.standardError.contains("dubious ownership"), foreign.standardError)
  }

  func testStandardInputStandsForAFile() throws {
    let project = try ProjectFolder(self)
    for path in ["", "contracts"] {
      let pv = try PVProcess("validate", "-", "--stdin-path", path, in: project.path, input: ProjectFolder.contract)
      XCTAssertEqual(pv.exitCode, 64, path)
      XCTAssertTrue(pv.standardError.contains("takes the path of a file"), pv.standardError)
    }
  }
}
