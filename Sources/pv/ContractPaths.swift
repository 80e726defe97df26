import ArgumentParser
import ContractKit

/// Which contracts are looked at: shared by the commands that need no evidence.
struct ContractPaths: ParsableArguments {
  @Argument(
    help: "Contract files or folders; default: the project's folder contracts/.",
    completion: .file(extensions: ["yaml", "yml"]))
  var paths: [String] = []

  /// The contracts given.
  func load() throws -> ContractSet {
    let project = ProjectFile.loadNearest()
    guard paths.isEmpty else { return .load(paths: paths, project: project) }
    guard let folder = ContractSet.defaultFolder() else {
      throw Failure.nothingJudged("no folder contracts/ here or above; name the contracts")
    }
    return .load(paths: [PathText.shown(folder)], project: project)
  }
}
