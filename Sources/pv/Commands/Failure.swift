import ArgumentParser
import ContractKit

/// Ends of a command that are no report.
enum Failure {
  /// Says on standard error why there is nothing to judge; the exit code is 2.
  static func nothingJudged(_ message: String) -> ExitCode {
    Console.writeError("pv: \(message)\n")
    return ExitCode(Outcome.nothingJudged.rawValue)
  }

  /// Says on standard error what is wrong; the exit code is 1.
  static func rejected(_ message: String) -> ExitCode {
    Console.writeError("pv: \(message)\n")
    return ExitCode(Outcome.rejected.rawValue)
  }
}
