import ArgumentParser
import ContractKit

/// Where contracts and evidence stand: shared by the commands that compute verdicts.
struct ProjectOptions: ParsableArguments {
  @Argument(
    help: "Contract files or folders; contracts/ of the enclosing package where none is given.",
    completion: .file(extensions: ["yaml", "yml"]))
  var paths: [String] = []

  @Option(help: "The evidence folder; evidence/ of the package where none is given.", completion: .directory)
  var evidence: String?

  @Option(help: "A run's ledger (or its folder): whatever the contracts demand and it lacks is a finding.")
  var run: String?

  @Option(help: "The day, in UTC, on which waivers and review dates are judged; today where none is given.")
  var asOf: CalendarDate = .today

  /// The package that the contracts belong to.
  func root() throws -> String {
    let start = paths.first ?? Files.currentFolder
    guard let root = PackageRoot.above(start) else {
      throw Failure.nothingToJudge("no Package.swift in a folder above \(start): run pv inside a package")
    }
    return root
  }

  /// The verdicts of the contracts given.
  func verification() throws -> Verification {
    let root = try root()
    let given = paths.isEmpty ? ["\(root)/contracts"] : paths
    let files = try ContractFile.load(paths: given.map(relative))
    guard !files.isEmpty else {
      throw Failure.nothingToJudge("no contract (*.yaml) in \(given.map(relative).joined(separator: ", "))")
    }
    let ledger = try run.map { path in
      do { return try Ledger(path: Files.isFolder(path) ? "\(path)/ledger.jsonl" : path) } catch {
        throw Failure.nothingToJudge("the run's ledger \(path): \(error)")
      }
    }
    return Verification(
      files,
      options: .init(
        root: root, evidenceFolder: relative(evidence ?? "\(root)/evidence"), ledger: ledger, asOf: asOf,
        isWholeProject: paths.isEmpty))
  }

  /// A path as seen from the current folder, where it lies below it.
  private func relative(_ path: String) -> String {
    let prefix = Files.currentFolder + "/"
    return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
  }
}

extension CalendarDate: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}
