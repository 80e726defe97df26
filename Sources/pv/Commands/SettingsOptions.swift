import ArgumentParser
import ContractKit

/// Where a project says what it asks of `pv validate`.
struct SettingsOptions: ParsableArguments {
  @Option(
    help: .init(
      "The project file; default: the nearest pv.yaml, from the current folder up to the root of the package.",
      valueName: "file"), completion: .file(extensions: ["yaml"]))
  var config: String?

  @Option(
    help: .init(
      "The baseline: a file of accepted findings, which --write-baseline wrote. Default: the file that pv.yaml names.",
      valueName: "file"),
    completion: .file(extensions: ["json"]))
  var baseline: String?

  @Flag(
    help: .init(
      """
      Write the current findings as the baseline, to the file that --baseline or pv.yaml names, or else to \
      pv-baseline.json.
      """))
  var writeBaseline = false

  /// The project file, where there is one.
  func project() throws -> ProjectFile? {
    if let config {
      guard Files.kind(of: config) != nil else {
        throw Failure.nothingJudged("there is no project file \(config)")
      }
      return .load(path: config)
    }
    return ProjectFile.nearest().map { .load(path: PathText.shown($0)) }
  }

  /// The path of the baseline, where one is used or written.
  func baselinePath(_ project: ProjectFile?) -> String? {
    if let baseline { return baseline }
    if let project, let named = project.settings.baseline { return project.resolved(named) }
    return writeBaseline ? project?.resolved(Baseline.fileName) ?? Baseline.fileName : nil
  }

  /// The baseline, where one is used; one that is about to be written need not be there.
  func baseline(at path: String?) -> Baseline? {
    guard let path else { return nil }
    return writeBaseline && Files.kind(of: path) == nil ? Baseline(path: path) : .load(path: path)
  }
}
