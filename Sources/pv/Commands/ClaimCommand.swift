import ArgumentParser
import ContractKit
import Recordings

/// `pv claim`
struct ClaimCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "claim",
    abstract: "Print, as JSON, the claim that a program gets when it records a falsifier; run nothing.",
    discussion: """
      During pv run, PV_CLAIM names a file that holds the claim: what to draw, and the checks, orders and mutants. pv \
      claim prints the same, except the word that identifies the run. docs/recordings.md describes each member.

      With --recording, pv judges a recording that was made without pv run, and prints why the falsifier does not \
      hold, if it does not; the exit code is then 1. No evidence is written, and nothing is run.
      """)

  @Option(
    help: .init(
      """
      Judge the recording in this folder, instead of printing the claim.
      """, valueName: "folder"), completion: .directory)
  var recording: String?

  @Argument(help: "A falsifier's id, or CONTRACT/ID.")
  var falsifier: String

  func run() throws {
    let root = try EnclosingPackage.root()
    let contracts = ContractSet.load(
      paths: ["\(root)/contracts"], project: ProjectFile.loadNearest()
    ).contracts
    let all = contracts.flatMap { contract in contract.falsifiers.map { (contract: contract, falsifier: $0) } }
    let found = all.filter {
      falsifier == $0.falsifier.id.value || falsifier == "\($0.contract.id)/\($0.falsifier.id.value)"
    }
    guard let one = found.first else {
      let nearest = Suggestion.nearest(to: falsifier, among: all.map(\.falsifier.id.value))
      throw Failure.nothingJudged(
        "no contract has the falsifier \(falsifier)" + (nearest.map { "; did you mean \($0)?" } ?? ""))
    }
    guard found.count == 1 else {
      throw Failure.nothingJudged(
        "\(found.count) contracts have it: write "
          + found.map { "\($0.contract.id)/\($0.falsifier.id.value)" }.joined(separator: " or "))
    }
    if let recording { return try judge(recording, one.falsifier, one.contract, root) }
    let entry = ClaimEntry.json(of: one.falsifier, in: one.contract, library: contracts.byID, run: nil)
    Console.write(String(decoding: entry.canonicalBytes, as: UTF8.self))
  }

  private func judge(_ folder: String, _ falsifier: Falsifier, _ contract: Contract, _ root: String) throws {
    let failures: [String]
    do { failures = try RecordingTrial.failures(folder: folder, of: falsifier, in: contract, root: root) } catch {
      throw Failure.rejected("\(falsifier.id.value): \(error)")
    }
    for line in failures.flatMap({ $0.split(separator: "\n") }) { Console.write("\(SafeText.line(String(line)))\n") }
    guard failures.isEmpty else { throw ExitCode(Outcome.rejected.rawValue) }
    Console.write("\(falsifier.id.value): every check holds, every mutant is caught; not evidence\n")
  }
}
