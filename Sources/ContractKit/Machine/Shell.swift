import Foundation
import Synchronization

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
    guard case .output(let bytes) = ask(words, folder: folder) else { return nil }
    return bytes
  }

  /// What came of running a program.
  public enum Answer: Sendable {
    /// It succeeded, and printed this.
    case output([UInt8])
    /// It failed or could not be run; why, in its own words as far as it has some.
    case failure(String)
  }

  /// Runs a program, and keeps what it says about itself where it fails.
  public static func ask(_ words: [String], folder: String) -> Answer {
    let process = process(words, folder: folder)
    let (output, error) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = error
    let end = ProcessEnd(of: process)
    do { try process.run() } catch { return .failure(error.localizedDescription) }
    // Both at once: a pipe that nobody reads stops the program when it is full.
    let reader = BackgroundReader(error.fileHandleForReading)
    let bytes = Array(output.fileHandleForReading.readDataToEndOfFile())
    let said = reader.text()
    end.wait()
    if process.terminationReason == .exit && process.terminationStatus == 0 { return .output(bytes) }
    return .failure(said.isEmpty ? "exit status \(process.terminationStatus)" : said)
  }

  /// What a program prints, read beside something else.
  private final class BackgroundReader: Sendable {
    private let bytes = Mutex(Data())
    private let group = DispatchGroup()

    init(_ handle: FileHandle) {
      DispatchQueue.global().async(group: group) {
        let read = handle.readDataToEndOfFile()
        self.bytes.withLock { $0 = read }
      }
    }

    /// All of it on one line, once it has come to its end.
    func text() -> String {
      group.wait()
      let lines = bytes.withLock { String(decoding: $0, as: UTF8.self) }.split(whereSeparator: \.isNewline)
      return SafeText.line(lines.joined(separator: "; "))
    }
  }

  private static func process(_ words: [String], folder: String) -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    return process
  }
}
