import ArgumentParser
import ContractKit

/// `pv validate [PATHS]`
struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Check contracts, without building or running anything.",
    discussion: """
      Folders are searched for *.yaml and *.yml. Each file is judged on its own and against the others given; one \
      that cannot be read is an error and stays in the totals.
      """)

  @Argument(
    help: "Contract files and folders; `-` is standard input. Without any, the project's folder contracts/.",
    completion: .file(extensions: ["yaml", "yml"]))
  var paths: [String] = []

  @OptionGroup var output: OutputOptions

  @OptionGroup var fixes: FixOptions

  @Flag(help: "Reject warnings, too.")
  var strict = false

  @Option(
    name: .customLong("stdin-path"),
    help: .init("The path that findings in standard input are shown at.", valueName: "path"))
  var standardInputPath = "stdin.yaml"

  @Option(help: .init("The day on which contracts are judged, in UTC; default today.", valueName: "YYYY-MM-DD"))
  var asOf: CalendarDate = .today()

  func validate() throws { try fixes.check(paths) }

  func run() throws {
    let contracts = try fixes.applied(to: contracts(), again: self.contracts)
    let validation = Validation(contracts, today: asOf)
    try output.finish(validation.report(warningsReject: strict))
  }

  private func contracts() throws -> ContractSet {
    guard !paths.isEmpty else {
      guard let folder = ContractSet.defaultFolder() else {
        throw Failure.nothingJudged("no folder contracts/ here or above; name the contracts: pv validate PATH...")
      }
      return .load(paths: [PathText.shown(folder)])
    }
    guard paths.contains("-") else { return .load(paths: paths) }
    let loaded = ContractSet.load(paths: paths.filter { $0 != "-" })
    return ContractSet(
      files: [.standardInput(path: standardInputPath)] + loaded.files, diagnostics: loaded.diagnostics)
  }
}

extension CalendarDate: ExpressibleByArgument {
  /// The date that an argument spells.
  public init?(argument: String) { self.init(argument) }
}
