import XCTest

/// `pv verify --at`: a commit is judged, whatever stands in the working tree.
final class VerifyCommitTests: XCTestCase {
  private func repository() throws -> VerifyProject {
    let project = try VerifyProject(self)
    try project.folder.commitAll()
    return project
  }

  func testACommitIsJudgedAndTheWorkingTreeIsNot() throws {
    let project = try repository()
    try project.edit(VerifyProject.contractPath, "at_most: 1.0e-6", "at_most: 1.0e-9")
    try FileManager.default.removeItem(atPath: "\(project.path)/\(VerifyProject.evidenceB)")
    try project.folder.git("commit", "-q", "-a", "-m", "second")
    try project.folder.git("checkout", "-q", "HEAD~1")
    let before = try project.folder.git("status", "--porcelain", "--untracked-files=all")
    XCTAssertEqual(try project.pv("verify").exitCode, 0)

    let later = try project.pv("verify", "--at", "main")
    XCTAssertEqual(later.exitCode, 1)
    XCTAssertTrue(
      later.standardOutput.contains("\(VerifyProject.contractPath):"), "paths are the commit's: \(later.standardOutput)"
    )
    XCTAssertTrue(later.standardOutput.contains("FALSIFY-SCALE-002"), later.standardOutput)
    XCTAssertFalse(later.standardOutput.contains("pv-at-"), "the temporary folder is nobody's: \(later.standardOutput)")
    XCTAssertEqual(try project.pv("verify", "--at", "HEAD").exitCode, 0)
    XCTAssertEqual(try project.folder.git("status", "--porcelain", "--untracked-files=all"), before)
  }

  /// From a folder below, by paths from the root of the file system, and into a file beside.
  func testPathsAreThoseOfTheCommitAndReportsAreNot() throws {
    let project = try repository()
    try project.edit(VerifyProject.contractPath, "discharge_status: DISCHARGED", "discharge_status: FALSIFIED")
    for path in ["../\(VerifyProject.contractPath)", "\(project.path)/\(VerifyProject.contractPath)"] {
      let folder = "\(project.path)/Sources"
      XCTAssertEqual(try PVProcess("verify", path, in: folder).exitCode, 1)
      let pv = try PVProcess("verify", "--at", "HEAD", path, "--output", "sarif=report.sarif", in: folder)
      XCTAssertEqual(pv.exitCode, 0, pv.standardOutput + pv.standardError)
      XCTAssertNoThrow(try project.bytes("Sources/report.sarif"))
    }
    try project.folder.git("commit", "-q", "-a", "-m", "second")
    let github = try project.pv("verify", "--at", "HEAD", "--format", "github")
    XCTAssertTrue(github.standardOutput.contains("file=\(VerifyProject.contractPath),"), github.standardOutput)
  }

  func testWhatCannotBeJudgedIsRefused() throws {
    let project = try repository()
    let unknown = try project.pv("verify", "--at", "v9")
    XCTAssertEqual(unknown.exitCode, 2)
    XCTAssertTrue(unknown.standardError.contains("git knows no commit `v9`"), unknown.standardError)
    XCTAssertEqual(try project.pv("verify", "--at", "HEAD", "--write").exitCode, 64)
    XCTAssertEqual(
      try project.pv("verify", "--at", "HEAD", "--accept-wording", "--reason", "a b", "--owner", "@a").exitCode, 64)
    try project.folder.write("new/file", "")
    let nowhere = try PVProcess("verify", "--at", "HEAD", in: "\(project.path)/new")
    XCTAssertEqual(nowhere.exitCode, 2)
    XCTAssertTrue(nowhere.standardError.contains("has no folder new"), nowhere.standardError)
    let outside = try PVProcess("verify", "--at", "HEAD", in: "/")
    XCTAssertEqual(outside.exitCode, 2)
    XCTAssertTrue(outside.standardError.contains("git finds no repository here"), outside.standardError)
  }
}
