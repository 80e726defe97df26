import ArgumentParser
import Conformance
import ContractKit

/// How the report of a library is written, by the command that tried it and by the one that unites shards.
struct ConformanceOptions: ParsableArguments {
  @Option(
    name: .customLong("report"),
    help: .init("Also write all results for the library to this file, as JSON (docs/conform.md).", valueName: "file"))
  var file: String?

  @OptionGroup var output: OutputOptions

  /// Whether any of these was asked for.
  var isGiven: Bool { file != nil || output.isGiven }

  /// Writes a report wherever it was asked for, and ends the process with its outcome.
  func finish(_ report: ConformanceReport) throws {
    if let file {
      do { try Files.replace(file, with: report.bytes) } catch { throw Failure.rejected("\(error)") }
    }
    if output.format == .human, !output.quiet { Console.write(report.overview) }
    try output.finish(report.report())
  }
}
