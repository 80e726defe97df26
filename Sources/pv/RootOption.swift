import ArgumentParser
import ContractKit

/// Where the paths of reports start from.
struct RootOption: ParsableArguments {
  @Option(
    help: .init(
      """
      The folder to which paths in reports for other programs are relative; default: the root of the git repository, \
      or else the folder that GITHUB_WORKSPACE names.
      """,
      valueName: "folder"), completion: .directory)
  var root: String?

  func validate() throws {
    if let root, !Files.isFolder(root) { throw ValidationError("--root \(root) is not a folder") }
  }

  /// A report with its paths as a form has them: from the root, or for people from the current folder.
  ///
  /// - Parameter foreign: what paths that are no files' start with.
  func placed(_ report: Report, _ format: ReportFormat, foreign: String? = nil) -> Report {
    format.isText ? report : report.relative(to: found(foreign))
  }

  /// The root that is given, or the one around the current folder.
  func found(_ foreign: String? = nil) -> ReportRoot? {
    root.map { ReportRoot(path: $0, foreign: foreign) }
      ?? .around(environment: Surroundings.variables, foreign: foreign)
  }
}
