import Foundation
import XCTest

/// The built `pv`, run as a process of its own.
struct PVProcess {
  let standardOutput: String
  let standardError: String
  /// 128 and the signal's number where a signal ended it.
  let exitCode: Int32

  /// Runs `pv` to its end.
  ///
  /// - Parameters:
  ///   - arguments: what follows `pv`.
  ///   - folder: the working folder; that of the tests if nil.
  ///   - input: what standard input gives; nothing if nil.
  ///   - environment: added to a bare one, so that the caller's colors and paths change nothing.
  init(
    _ arguments: String..., in folder: String? = nil, input: String? = nil, environment: [String: String] = [:]
  ) throws {
    try self.init(arguments: arguments, in: folder, input: input, environment: environment)
  }

  init(
    arguments: [String], in folder: String? = nil, input: String? = nil, environment: [String: String] = [:]
  ) throws {
    try self.init(
      executable: Self.executable(), arguments: arguments, in: folder, input: input, environment: environment)
  }

  private init(
    executable: URL, arguments: [String], in folder: String?, input: String?, environment: [String: String]
  ) throws {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    var variables = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"]
    variables["LD_LIBRARY_PATH"] = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"]
    process.environment = variables.merging(environment) { $1 }
    // Files, not pipes: a full pipe that nobody reads would stop the process.
    let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("pv-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    func file(_ name: String, _ content: String = "") throws -> URL {
      let url = scratch.appendingPathComponent(name)
      try Data(content.utf8).write(to: url)
      return url
    }
    let (output, error) = (try file("out"), try file("err"))
    process.standardInput = try FileHandle(forReadingFrom: file("in", input ?? ""))
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: error)
    try process.run()
    process.waitUntilExit()
    standardOutput = String(decoding: try Data(contentsOf: output), as: UTF8.self)
    standardError = String(decoding: try Data(contentsOf: error), as: UTF8.self)
    exitCode = process.terminationStatus + (process.terminationReason == .uncaughtSignal ? 128 : 0)
  }

  /// Runs `pv` where no file may grow above some blocks of 1024 bytes, as on a full disk.
  init(limitedToBlocks blocks: Int, arguments: [String], in folder: String) throws {
    try self.init(script: "ulimit -f \(blocks); exec", arguments: arguments, in: folder)
  }

  /// Runs `pv` as a user without rights; the caller has to be root.
  init(asNobody arguments: [String], in folder: String) throws {
    try self.init(
      script: "exec setpriv --reuid=65534 --regid=65534 --clear-groups", arguments: arguments, in: folder)
  }

  /// Runs `pv` with its output going to a file or a device.
  init(writingTo path: String, arguments: [String], in folder: String) throws {
    try self.init(script: "exec >\(path);", arguments: arguments, in: folder)
  }

  private init(script: String, arguments: [String], in folder: String) throws {
    let words = try [Self.executable().path] + arguments
    let quoted = words.map { "'\($0)'" }.joined(separator: " ")
    try self.init(
      executable: URL(fileURLWithPath: "/bin/bash"), arguments: ["-c", "\(script) \(quoted)"], in: folder, input: nil,
      environment: [:])
  }

  /// `pv` beside the test bundle; a missing one is a failure, since nothing else would notice.
  static func executable() throws -> URL {
    let products = Bundle(for: Marker.self).bundleURL.deletingLastPathComponent()
    let candidates = [products, URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()]
      .map { $0.appendingPathComponent("pv") }
    guard let found = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else {
      throw PVProcessError.notBuilt(candidates.map(\.path))
    }
    return found
  }

  private final class Marker {}
}

/// Why `pv` could not be run.
enum PVProcessError: Error {
  case notBuilt([String])
}
