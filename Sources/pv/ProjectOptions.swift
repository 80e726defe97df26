import ArgumentParser
import ContractKit
import Models

/// Where contracts and evidence stand: shared by the commands that compute verdicts.
struct ProjectOptions: ParsableArguments {
  @Argument(
    help: """
      Files or folders of contracts and hypotheses; default: contracts/ and investigations/ of the enclosing package or \
      project.
      """,
    completion: .file(extensions: ["yaml", "yml"]))
  var paths: [String] = []

  @Option(help: "The evidence folder; default: evidence/ of the package.", completion: .directory)
  var evidence: String?

  @Option(
    help: """
      The ledger of a run, or the run's folder. Each falsifier that had to run, but did not finish according to the \
      ledger, is a finding.
      """)
  var run: String?

  @Option(help: "The day, in UTC, on which waivers and review dates are judged; default: today.")
  var asOf: CalendarDate = .today()

  /// The package or the project that the contracts belong to.
  func root() throws -> String {
    let start = paths.first ?? Files.currentFolder
    guard let root = ProjectRoot.above(start) else {
      throw Failure.nothingJudged(
        "neither Package.swift nor contracts/, pv.yaml or .git is in a folder above \(start): run pv inside a project")
    }
    return root
  }

  /// The folder with the evidence, as it is shown.
  func evidenceFolder() throws -> String { PathText.shown(try evidence ?? "\(root())/evidence") }

  /// The verdicts of the contracts given.
  func verification() throws -> Verification {
    let root = try root()
    let given =
      paths.isEmpty ? ["\(root)/contracts"] + [InvestigationFolder.path(below: root)].compactMap(\.self) : paths
    let ledger = try run.map { path in
      do { return try Ledger(path: Files.isFolder(path) ? "\(path)/ledger.jsonl" : path) } catch {
        throw Failure.nothingJudged("the run's ledger \(path): \(error)")
      }
    }
    let file = ProjectFile.nearest().map { ProjectFile.load(path: PathText.shown($0)) }
    var options = Verification.Options(
      root: root, evidenceFolder: try evidenceFolder(), ledger: ledger, asOf: asOf, isWholeProject: paths.isEmpty)
    options.external = file?.settings.external ?? []
    options.demandsShipSpec = file?.settings.demandsShipSpec ?? false
    // Pages that a misspelled setting lists are held to nothing.
    options.settings = file?.diagnostics ?? []
    options.pages = file?.pages ?? []
    options.keys = file.map(TrustedKeys.init) ?? .none
    options.commands = PV.commandBook
    options.stages = Set(Stage.allCases.map(\.rawValue)).union(["layer_output"])
    let progress = Progress()
    defer { progress.end() }
    options.progress = { progress.show("judging: \($0) of \(Plural.count($1, "file"))") }
    return Verification(ContractInputs(paths: given.map { PathText.shown($0) }, project: file), options: options)
  }
}
