import ArgumentParser
import ContractKit

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Compute every falsifier's status from contract and evidence, and compare it with what is declared.",
    discussion: """
      Nothing is built or run: evidence is judged by its digests, thresholds are read from the contracts. \
      Exit code 0: every declared status is the derived one and nothing is falsified. 1: something was judged and \
      is wrong, or a file is unreadable. 2: nothing could be judged.
      """)

  @OptionGroup var project: ProjectOptions

  @Flag(help: "Set discharge_status in the contract files to the derived status; no other byte changes.")
  var write = false

  @OptionGroup var output: OutputOptions

  func run() throws {
    var verification = try project.verification()
    if write {
      do {
        for path in try StatusFiles.write(verification) { Console.writeError("wrote \(path)\n") }
      } catch { throw Failure.rejected("\(error)") }
      verification = try project.verification()
    }
    if verification.outcome == .nothingJudged && verification.judgedCount == 0 {
      Console.writeError("pv: no falsifier has fresh evidence; run them with: pv run\n")
    }
    try output.finish(verification.report)
  }
}
