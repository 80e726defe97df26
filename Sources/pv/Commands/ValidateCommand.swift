import ArgumentParser
import CMemory
import ContractKit

/// `pv validate [PATHS]`
struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Check contracts and files of hypotheses, without building or running anything.",
    discussion: """
      Folders are searched for *.yaml and *.yml. Each file is judged on its own and together with the other files. A \
      file that cannot be read is an error, and still counts in the totals.

      A comment `# pv:ignore RULE until YYYY-MM-DD: REASON`, on a finding's line or above it, lets that finding pass. \
      The file pv.yaml of a project says which paths are judged or excluded and which rules apply, and names the \
      baseline (docs/settings.md).
      """)

  @Argument(
    help: """
      Files and folders of contracts and hypotheses; `-` is standard input. Default: the paths that pv.yaml names, or \
      else contracts/ and investigations/.
      """,
    completion: .file(extensions: ["yaml", "yml"]))
  var paths: [String] = []

  @OptionGroup var output: OutputOptions

  @OptionGroup var fixes: FixOptions

  @OptionGroup var settings: SettingsOptions

  @Flag(help: "Also reject warnings.")
  var strict = false

  @Option(
    name: .customLong("stdin-path"),
    help: .init(
      "The file whose text is given on standard input. Findings name this file, and pv does not read the file itself.",
      valueName: "path"))
  var standardInputPath: String?

  @Option(help: .init("The day on which contracts are judged, in UTC; default today.", valueName: "YYYY-MM-DD"))
  var asOf: CalendarDate = .today()

  func validate() throws {
    try fixes.check(paths)
    if standardInputPath != nil && !paths.contains("-") {
      throw ValidationError("--stdin-path says which file standard input replaces, so give `-` as well")
    }
    if let path = standardInputPath, path.isEmpty || Files.isFolder(path) {
      throw ValidationError("--stdin-path takes the path of a file, not \(path.isEmpty ? "nothing" : "a folder")")
    }
  }

  func run() throws {
    memory_keep_freed()
    _ = memory_serve_libyaml()
    let project = try settings.project()
    let baselinePath = settings.baselinePath(project)
    let baseline = settings.baseline(at: baselinePath)
    let inputs = try fixes.applied(to: contracts(project), again: { try contracts(project) })
    let progress = Progress()
    var validation = Validation(inputs, today: asOf, filter: FindingFilter(project: project, baseline: baseline)) {
      progress.show("reading contracts: \($0) of \(Plural.count($1, "file"))")
    }
    progress.end()
    if settings.writeBaseline, let baselinePath {
      var written = baseline ?? Baseline(path: baselinePath)
      // A mistyped --baseline must not cost anybody a file.
      guard written.diagnostics.isEmpty else {
        throw Failure.rejected("\(baselinePath) exists and is not a baseline; remove it, or name another file")
      }
      written.update(validation)
      try Files.replace(baselinePath, with: Array(written.text.utf8))
      Console.writeError("wrote \(PathText.shown(baselinePath))\n")
      validation = Validation(inputs, today: asOf, filter: FindingFilter(project: project, baseline: written))
    }
    try output.finish(validation.report(warningsReject: strict))
  }

  private func contracts(_ project: ProjectFile?) throws -> ContractInputs {
    guard !paths.isEmpty else {
      if let paths = project?.judgedPaths { return ContractInputs(paths: paths, project: project) }
      guard let folder = ContractSet.defaultFolder() else {
        throw Failure.nothingJudged("no folder contracts/ here or above; name the contracts: pv validate PATH...")
      }
      let investigations = InvestigationFolder.path(below: Files.parent(of: folder) ?? "/")
      return ContractInputs(
        paths: ([folder] + [investigations].compactMap(\.self)).map { PathText.shown($0) },
        project: project)
    }
    var inputs = ContractInputs(paths: paths.filter { $0 != "-" }, project: project)
    guard paths.contains("-") else { return inputs }
    let path = standardInputPath.map(GivenPath.normalized) ?? "stdin.yaml"
    let text = ContractFile.standardInput(
      path: path, replacesFile: standardInputPath != nil,
      terms: project?.settings.terms ?? .builtIn)
    let whole = PathText.absolute(path)
    // Under another name the file on disk is left out when it has been read.
    let place = inputs.files.firstIndex { PathText.absolute($0.path) == whole }
    inputs.files.removeAll { PathText.absolute($0.path) == whole }
    inputs.files.insert(.read(text), at: place ?? 0)
    return inputs
  }
}

extension CalendarDate: ExpressibleByArgument {
  /// The date that an argument spells.
  public init?(argument: String) { self.init(argument) }
}
