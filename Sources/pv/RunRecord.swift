import ContractKit
import Foundation

/// What varies between runs and machines: kept beside the ledger, never in the evidence.
enum RunRecord {
  /// Writes the record of a run that has ended.
  ///
  /// The commit is asked for now, not at build time: a cached answer was seen to be stale.
  static func write(to path: String, root: String, command: [String], started: Date, status: Int32) throws {
    let changes = Shell.firstLine(["git", "status", "--porcelain"], folder: root)
    let members: [String: JSON] = [
      "command": .array(command.map(JSON.string)),
      "exit_status": .integer(Int(status)),
      "started": .string(ISO8601DateFormatter().string(from: started)),
      "seconds": .integer(Int(Date().timeIntervalSince(started).rounded())),
      "host": .string(ProcessInfo.processInfo.hostName),
      "system": .string(ProcessInfo.processInfo.operatingSystemVersionString),
      "processor": .string(processor),
      "cores": .integer(ProcessInfo.processInfo.activeProcessorCount),
      "toolchain": text(Shell.firstLine(["swift", "--version"], folder: root)),
      "commit": text(Shell.firstLine(["git", "rev-parse", "HEAD"], folder: root)),
      "tree_clean": changes.map { .bool($0.isEmpty) } ?? .null,
      "implementation": text(ProcessInfo.processInfo.environment["KERNELS_IMPLEMENTATION"]),
    ]
    try Files.replace(path, with: JSON.object(members).canonicalBytes)
  }

  private static func text(_ value: String?) -> JSON { value.map(JSON.string) ?? .null }

  private static var processor: String {
    let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n") ?? []
    let model = lines.first { $0.hasPrefix("model name") }?.split(separator: ":").last
    return model.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown"
  }
}
