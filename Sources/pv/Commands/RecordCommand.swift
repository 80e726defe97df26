import ArgumentParser
import Conformance
import ContractKit
import Recordings

/// `pv record`
struct RecordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: """
      Print the header that C and C++ programs include to record falsifiers, or record one falsifier for a run.
      """,
    discussion: """
      Use this command to print the header:

        pv record --header > pv_record.h

      To record falsifiers, use pv run or pv repro instead. pv repro calls this command for each falsifier with \
      `run:`, and PV_RUN and PV_EVIDENCE then name the folders to which the command writes.
      """)

  @Flag(help: "Print pv_record.h, which C and C++ programs include.")
  var header = false

  @Option(help: .init("How long the program may take.", valueName: "seconds"))
  var timeout = Int(RecordingRun.defaultSeconds)

  @Argument(help: "The falsifier to record, as CONTRACT/FALSIFIER.")
  var falsifier: String?

  func validate() throws {
    guard header == (falsifier == nil) else {
      throw ValidationError("ask for --header, or name one falsifier as CONTRACT/FALSIFIER")
    }
  }

  func run() throws {
    guard let falsifier else { return Console.write(ShippedFiles.recordHeader) }
    let parts = falsifier.split(separator: "/").map(String.init)
    guard let folder = Surroundings.variables["PV_RUN"], let evidence = Surroundings.variables["PV_EVIDENCE"] else {
      throw ValidationError("PV_RUN and PV_EVIDENCE name no folders; pv run makes them")
    }
    guard let root = PackageRoot.above(Files.currentFolder) else {
      throw Failure.nothingJudged("no package contains \(Files.currentFolder)")
    }
    let contracts = ContractSet.load(
      paths: ["\(root)/contracts"], project: ProjectFile.loadNearest(to: root)
    ).contracts
    guard parts.count == 2, let contract = contracts.first(where: { $0.id == parts[0] }),
      let recorded = contract.falsifier(parts[1]), recorded.isRecorded
    else { throw ValidationError("\(falsifier) is not a falsifier with `run:`") }
    let run = RecordingRun(root: root, folder: folder, evidence: evidence, seconds: Double(timeout))
    let interruption = Interruption { run.interrupt() }
    defer { interruption.end() }
    let key = Ledger.Key(contract: contract.id, falsifier: recorded.id.value)
    let result = try run.run(recorded, in: contract, library: contracts.byID)
    if let problem = result.problem { Console.write("\(key.falsifier): \(SafeText.line(problem))\n") }
    guard RecordingReport.write(result, of: key), result.problem == nil else { throw ExitCode(1) }
  }
}
