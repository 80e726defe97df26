import XCTest

extension ProjectFolder {
  /// Runs git in the folder, as an author of its own, and returns what it prints; it must succeed.
  @discardableResult
  func git(_ arguments: String..., line: UInt = #line) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["git", "-C", path, "-c", "user.name=t", "-c", "user.email=t@example.org"] + arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    XCTAssertEqual(process.terminationStatus, 0, "git \(arguments.joined(separator: " "))", line: line)
    return text
  }

  /// Makes the folder a repository with one commit, of all that is in it.
  func commitAll() throws {
    try git("init", "-q", "-b", "main")
    try git("add", "-A")
    try git("commit", "-q", "-m", "first")
  }
}
