import ArgumentParser
import ContractKit

/// `pv`: contracts of kernels, validated, falsified and verified.
@main
struct PV: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pv",
    abstract: "Contracts of numerical kernels: what they claim, what was measured, what holds.",
    discussion: """
      A contract states claims with thresholds. A falsifier is a test that can show a claim to be false, and its run \
      gives measurements. From claims and measurements, pv computes verdicts. Nobody writes a verdict by hand.

      Start with `pv validate`: it checks the contracts in the project's folder contracts/. For each mistake, it names \
      the place and says what to write instead. `pv explain RULE` says why this is a mistake.

      Exit codes: 0 accepted, 1 rejected, 2 nothing could be judged or a path is missing, 64 wrong usage, 70 internal \
      error.
      """,
    version: "pv (\(ProgramVersion.name)) \(ProgramVersion.current)",
    subcommands: [
      ValidateCommand.self, RunCommand.self, EachCommand.self, ShardCommand.self, MergeCommand.self, RecordCommand.self,
      ClaimCommand.self, VerifyCommand.self,
      StatusCommand.self, HypothesesCommand.self, ExplainCommand.self,
      RulesCommand.self, BoundsCommand.self, DiffCommand.self, CoverageCommand.self, EquationsCommand.self,
      QueryCommand.self, GraphCommand.self, SchemaCommand.self, InitCommand.self, NewCommand.self, ImportCommand.self,
      DoctorCommand.self,
      ReproCommand.self,
      AttestCommand.self, SiteCommand.self,
      FixtureCommand.self, TraceCommand.self, CompareCommand.self, BisectCommand.self, ConformCommand.self,
      LanguageServerCommand.self, ConformChildCommand.self,
    ])

  static func main() {
    Console.occupyStandardStreams()
    refuseLostArguments()
    refuseUnknownCommand(CommandLine.arguments.dropFirst().first)
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch { end(error) }
  }

  /// Ends the process where its arguments cannot be known: Swift reads them from /proc on Linux, and without it every
  /// command would print the help and be accepted.
  private static func refuseLostArguments() {
    guard CommandLine.arguments.isEmpty else { return }
    Console.writeError("pv: the arguments cannot be read: is /proc there? In a chroot or a container, mount it\n")
    exit(withError: ExitCode(Outcome.internalError.rawValue))
  }

  /// Says what there is to say and ends the process; help, versions and completions are such ends, too.
  ///
  /// The parser would write them itself, and not see where that fails.
  private static func end(_ error: any Error) -> Never {
    let (text, code) = (fullMessage(for: error), exitCode(for: error))
    if !text.isEmpty { code.isSuccess ? Console.write(text + "\n") : Console.writeError(text + "\n") }
    exit(withError: code)
  }

  /// Says what a misspelled command was meant to be; the parser would call it an unexpected argument.
  private static func refuseUnknownCommand(_ word: String?) {
    let names = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    guard let word, !word.hasPrefix("-"), !names.contains(word) else { return }
    let help = Suggestion.nearest(to: word, among: names).map { "did you mean `\($0)`?" } ?? "`pv --help` lists them"
    Console.writeError("pv: there is no command `\(SafeText.line(word))`; \(help)\n")
    exit(withError: ExitCode(Outcome.usage.rawValue))
  }
}
