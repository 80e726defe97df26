import ArgumentParser
import ContractKit

/// How findings are written, alike in every command that has some.
struct OutputOptions: ParsableArguments {
  @Option(
    name: .customLong("format"),
    help: .init("The format of findings on standard output; default human.", valueName: "format"))
  var givenFormat: ReportFormat?

  /// The form on standard output.
  var format: ReportFormat { givenFormat ?? outputs.first { $0.isStandardOutput }?.format ?? .human }

  @Option(
    name: .customLong("output"),
    help: .init(
      """
      Write the report to a file as well, for instance sarif=pv.sarif; can be repeated. The file `-` is standard output.
      """,
      valueName: "format=file"))
  var outputs: [ReportFile] = []

  @OptionGroup var root: RootOption

  @Flag(name: .shortAndLong, help: "In text formats, write nothing if there are no findings.")
  var quiet = false

  @Flag(
    name: .shortAndLong,
    help: "In text formats, also list what was judged, and which findings are suppressed or in the baseline, and why.")
  var verbose = false

  func validate() throws {
    if quiet && verbose { throw ValidationError("--quiet and --verbose exclude each other") }
    var paths: Set<String> = []
    if outputs.count(where: \.isStandardOutput) + (givenFormat == nil ? 0 : 1) > 1 {
      throw ValidationError("two reports cannot be written to standard output")
    }
    for output in outputs where !paths.insert(PathText.absolute(output.path)).inserted {
      throw ValidationError("two reports cannot be written to \(output.path)")
    }
  }

  /// Whether any of these was asked for.
  var isGiven: Bool { givenFormat != nil || !outputs.isEmpty || root.root != nil || quiet || verbose }

  /// Writes a report to standard output and to files, and ends the process with its outcome.
  func finish(_ report: Report) throws {
    if !(quiet && report.diagnostics.isEmpty && format.isText) {
      Console.write(format.render(root.placed(report, format), color: Console.wantsColor, verbose: verbose))
    }
    var failures = 0
    for output in outputs where !output.isStandardOutput {
      do { try output.write(root.placed(report, output.format), verbose: verbose) } catch {
        failures += 1
        Console.writeError("pv: the report cannot be written to \(output.path): \(error)\n")
      }
    }
    // A report that somebody waits for and that is not there must not look like success.
    if failures > 0 { throw ExitCode(Outcome.rejected.rawValue) }
    guard report.outcome == .accepted else { throw ExitCode(report.outcome.rawValue) }
  }
}

/// A file that a report is written to, and the form.
struct ReportFile: ExpressibleByArgument {
  let format: ReportFormat
  var path: String

  /// Whether the report goes to standard output.
  var isStandardOutput: Bool { path == "-" }

  /// `FORMAT=FILE`.
  init?(argument: String) {
    guard let sign = argument.firstIndex(of: "="), let format = ReportFormat(rawValue: String(argument[..<sign])),
      argument.index(after: sign) != argument.endIndex
    else { return nil }
    self.format = format
    path = String(argument[argument.index(after: sign)...])
  }

  static var allValueStrings: [String] { ReportFormat.allCases.map { "\($0.rawValue)=FILE" } }

  /// Replaces the file as a whole; a device or a pipe is written to.
  func write(_ report: Report, verbose: Bool) throws {
    let bytes = Array(format.render(report, verbose: verbose).utf8)
    switch Files.kind(of: path) {
    case .other: try Files.append(bytes, to: path)
    case .link: throw FileError(action: "replace", path: path, reason: "it is a symbolic link")
    case .folder: throw FileError(action: "replace", path: path, reason: "it is a folder")
    case .file, nil: try Files.replace(path, with: bytes)
    }
  }
}

extension ReportFormat: ExpressibleByArgument {}
