import ArgumentParser
import ContractKit

/// How findings are written, alike in every command that has some.
struct OutputOptions: ParsableArguments {
  @Option(help: .init("How findings are written.", valueName: "format"))
  var format: ReportFormat = .human

  @Flag(name: .shortAndLong, help: "Write findings only, and no summary where there are none.")
  var quiet = false

  /// Writes a report to standard output and ends the process with its outcome.
  func finish(_ report: Report) throws {
    if !(quiet && report.diagnostics.isEmpty && format != .json) {
      Console.write(format.render(report, color: Console.wantsColor))
    }
    guard report.outcome == .accepted else { throw ExitCode(report.outcome.rawValue) }
  }
}

extension ReportFormat: ExpressibleByArgument {}
