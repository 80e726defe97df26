import Subprocess

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// Running other programs, found on PATH.
///
/// They are waited for: no function here may be called from a task, whose threads are few.
package enum Shell {
  /// Runs a program with its output on this terminal, and returns its exit status, or 128 and the number of the signal
  /// that ended it, as shells say it.
  ///
  /// - Parameter environment: added to that of this process.
  /// - Throws: `SubprocessError` where it cannot be started.
  package static func run(_ words: [String], environment: [String: String], folder: String) throws -> Int32 {
    let added = environment.map { (Environment.Key(stringLiteral: $0.key), $0.value as String?) }
    return try Blocking.wait {
      try await Subprocess.run(
        configuration(words, .inherit.updating(Dictionary(uniqueKeysWithValues: added)), folder),
        input: .currentStandardInput, output: .currentStandardOutput, error: .currentStandardError
      ).terminationStatus.shellStatus
    }
  }

  /// The first line that a program prints, or nil where it cannot be run or fails.
  package static func firstLine(_ words: [String], folder: String) -> String? {
    output(words, folder: folder).map { bytes in
      String(decoding: bytes, as: UTF8.self).split(separator: "\n").first.map(String.init) ?? ""
    }
  }

  /// All that a program prints, or nil where it cannot be run or fails.
  package static func output(_ words: [String], folder: String) -> [UInt8]? {
    guard case .output(let bytes) = ask(words, folder: folder) else { return nil }
    return bytes
  }

  /// What came of running a program.
  package enum Answer: Sendable {
    /// It succeeded, and printed this.
    case output([UInt8])
    /// It failed or could not be run; why, in its own words as far as it has some.
    case failure(String)
  }

  /// Runs a program without standard input, and keeps what it says about itself where it fails.
  ///
  /// More than 1 GiB of output is a failure.
  package static func ask(_ words: [String], folder: String) -> Answer {
    do {
      return try Blocking.wait {
        let result = try await Subprocess.run(
          configuration(words, .inherit, folder), output: .bytes(limit: 1 << 30), error: .bytes(limit: 1 << 30))
        if result.terminationStatus.isSuccess { return .output(result.standardOutput) }
        let lines = String(decoding: result.standardError, as: UTF8.self).split(whereSeparator: \.isNewline)
        let said = SafeText.line(lines.joined(separator: "; "))
        return .failure(said.isEmpty ? "exit status \(result.terminationStatus.shellStatus)" : said)
      }
    } catch { return .failure("\(error)") }
  }

  private static func configuration(_ words: [String], _ environment: Environment, _ folder: String) -> Configuration {
    Configuration(
      executable: .path("/usr/bin/env"), arguments: Arguments(words), environment: environment,
      workingDirectory: .init(folder))
  }
}

extension TerminationStatus {
  /// The exit status, or 128 and the number of the signal that ended the program.
  var shellStatus: Int32 {
    switch self {
    case .exited(let status): status
    case .signaled(let signal): 128 + signal
    }
  }
}
