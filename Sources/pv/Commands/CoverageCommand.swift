import ArgumentParser
import ContractKit

/// `pv coverage`
struct CoverageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coverage",
    abstract: "Follow the chain from reference to evidence in both directions, and name every hole.",
    discussion: """
      The chain is reference -> equation -> invariant -> falsifier -> test -> evidence, and back. Each missing link is \
      a hole: a clause is covered only by falsifiers that bind it, not by falsifiers that are merely in the same file. \
      Impostors (wrong arrays) to which a falsifier is blind are listed with the reasons. If no path is given, pv also \
      looks for tests and evidence that belong to no contract, and for a table of scripts/mutate on the pages that \
      pv.yaml lists.
      """)

  @OptionGroup var project: ProjectOptions

  @Flag(help: "Write JSON.")
  var json = false

  @Flag(help: "Exit with 1 if there is a hole.")
  var strict = false

  func run() throws {
    let verification = try project.verification()
    let root = try project.root()
    let coverage = Coverage(
      verification, root: root, evidenceFolder: PathText.shown(project.evidence ?? "\(root)/evidence"),
      isWholeProject: project.paths.isEmpty, pages: project.paths.isEmpty ? ProjectFile.loadNearest()?.pages ?? [] : [])
    Console.write(json ? String(decoding: coverage.json.canonicalBytes, as: UTF8.self) : coverage.text)
    try Failure.unlessReadable(verification)
    if strict && coverage.holeCount > 0 { throw ExitCode(Outcome.rejected.rawValue) }
  }
}

extension Failure {
  /// Ends a command that lists contracts with 1 where one cannot be read, with 2 where there is none.
  static func unlessReadable(_ set: ContractSet) throws {
    try unless(set.files.filter { !$0.isReadable }.map(\.path), set.diagnostics, hasContracts: !set.contracts.isEmpty)
  }

  /// The same for contracts that were judged.
  static func unlessReadable(_ verification: Verification) throws {
    try unless(
      verification.unreadable, verification.pathDiagnostics, hasContracts: !verification.standings.isEmpty)
  }

  private static func unless(_ unreadable: [String], _ problems: [Diagnostic], hasContracts: Bool) throws {
    for path in unreadable { Console.writeError("pv: \(path) is not a readable contract; pv validate says why\n") }
    for problem in problems { Console.writeError("pv: \(problem.path): \(problem.message)\n") }
    if !unreadable.isEmpty { throw ExitCode(Outcome.rejected.rawValue) }
    if !hasContracts || !problems.isEmpty { throw ExitCode(Outcome.nothingJudged.rawValue) }
  }
}
