import Foundation

/// Running other programs, found on PATH.
public enum Shell {
  /// Runs a program with its output on this terminal, and returns its exit status.
  ///
  /// - Parameter environment: added to that of this process.
  public static func run(_ words: [String], environment: [String: String], folder: String) throws -> Int32 {
    let process = process(words, folder: folder)
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let end = ProcessEnd(of: process)
    try process.run()
    end.wait()
    return process.terminationStatus
  }

  /// The first line that a program prints, or nil where it cannot be run or fails.
  public static func firstLine(_ words: [String], folder: String) -> String? {
    output(words, folder: folder).map { bytes in
      String(decoding: bytes, as: UTF8.self).split(separator: "\n").first.map(String.init) ?? ""
    }
  }

  /// All that a program prints, or nil where it cannot be run or fails.
  public static func output(_ words: [String], folder: String) -> [UInt8]? {
    let process = process(words, folder: folder)
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    let end = ProcessEnd(of: process)
    guard (try? process.run()) != nil else { return nil }
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    end.wait()
    return process.terminationStatus == 0 ? Array(data) : nil
  }

  private static func process(_ words: [String], folder: String) -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    return process
  }
}
