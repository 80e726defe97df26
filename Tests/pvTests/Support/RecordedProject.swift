import ContractKit
import Foundation
import XCTest

/// The package of docs/recordings.md, which has no Swift in it, removed after the test.
struct RecordedProject {
  let path: String

  static let id = "FALSIFY-SCALE-001"
  static let evidence = "evidence/scale-v1/FALSIFY-SCALE-001.json"
  static let contract = "contracts/scale-v1.yaml"
  static let script = "tests/record_scale.py"
  static let kernel = "src/scale.py"

  static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  /// The files as the page has them, and a kernel that counts as executed.
  init(_ test: XCTestCase) throws {
    path =
      FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent("recorded-\(UUID().uuidString)").path
    let folder = path
    test.addTeardownBlock { try? FileManager.default.removeItem(atPath: folder) }
    let page = try String(contentsOfFile: "\(Self.repository)/docs/recordings.md", encoding: .utf8)
    let blocks = page.components(separatedBy: "\n```")
    func block(_ language: String, _ mark: String) throws -> String {
      let found = blocks.first { $0.hasPrefix(language) && $0.contains(mark) }
      return try XCTUnwrap(found, mark).components(separatedBy: "\n").dropFirst().joined(separator: "\n") + "\n"
    }
    try write("pv.yaml", "")
    try write(Self.contract, try block("yaml", "# \(Self.contract)"))
    try write(Self.script, try block("python", "# \(Self.script)"))
    try write(Self.kernel, "def scale(x):\n    return [2 * value for value in x]\n")
    // What coverage would have seen.
    try edit(
      Self.script, "\"measure\":",
      "\"executed\": {\"tool\": \"by hand\", \"lines\": {\"src/scale.py\": [1, 2]}},\n    \"measure\":")
  }

  func write(_ file: String, _ text: String) throws {
    let url = URL(fileURLWithPath: "\(path)/\(file)")
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  func text(_ file: String) throws -> String { try String(contentsOfFile: "\(path)/\(file)", encoding: .utf8) }

  /// Replaces a text in a file; the text must be there.
  func edit(_ file: String, _ old: String, _ new: String) throws {
    let text = try text(file)
    XCTAssertTrue(text.contains(old), "\(file) does not contain \(old)")
    try write(file, text.replacingOccurrences(of: old, with: new))
  }

  func pv(_ arguments: String..., environment: [String: String] = [:]) throws -> PVProcess {
    try PVProcess(arguments: arguments, in: path, environment: environment)
  }

  /// The peak of memory of a `pv` that must succeed, in bytes.
  func peak(_ arguments: String..., file: StaticString = #filePath, line: UInt = #line) throws -> Int {
    let script = """
      import os, sys
      _, status, usage = os.wait4(os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ), 0)
      print(usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) if status == 0 else "failed")
      """
    let output = Shell.output(
      ["python3", "-c", script, try PVProcess.executable().path] + arguments, folder: path)
    let said = String(decoding: try XCTUnwrap(output, file: file, line: line), as: UTF8.self)
    return try XCTUnwrap(said.split(separator: "\n").last.flatMap { Int($0) }, said, file: file, line: line)
  }

  /// What `pv verify` derives of the falsifier, and the second verifier as well.
  func status(file: StaticString = #filePath, line: UInt = #line) throws -> String {
    let json = try pv("status", "--format", "json").standardOutput
    let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    let falsifiers = try XCTUnwrap(object?["falsifiers"] as? [[String: Any]], json, file: file, line: line)
    let own = try XCTUnwrap(falsifiers.first { $0["id"] as? String == Self.id }?["status"] as? String)
    XCTAssertEqual(try second(), "scale-v1 \(Self.id) \(own)\n", file: file, line: line)
    return own
  }

  /// What the second verifier says.
  func second(_ arguments: String...) throws -> String {
    let words = ["/usr/bin/python3", "\(Self.repository)/scripts/second-verifier/verify.py", path] + arguments
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: output, as: UTF8.self)
  }
}
