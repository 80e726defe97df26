import ArgumentParser
import Conformance
import ContractKit

/// `pv merge`
struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Unite the shards of a run, unless a shard is missing, duplicated, cut off, or made from other sources.",
    discussion: """
      Each argument is the folder of a shard, as --shard makes it, or a folder that holds such folders. If there were \
      several attempts at a shard, a finished attempt is used, and the others are named; two finished attempts must \
      agree. Nothing is written unless every shard is there, has finished, and was made from the same sources as this \
      checkout.

      For shards of pv run, evidence/ gets the same bytes as from a run on one machine, and the folder of the whole \
      run, for pv verify --run, is written to --into. For pv repro, the results are written to .build/repro, as on one \
      machine. For pv each, the outputs of the commands are printed, in the order of the items. For pv conform, the \
      report on the library is printed, and written to the file after --report, as on one machine.

      Exit code 0: the shards were united, and everything in them finished and passed. 1: pv refused to unite the \
      shards, or something did not finish or failed. 2: a folder does not exist.
      """)

  @Argument(help: "Folders of shards, or folders that hold such folders.", completion: .directory)
  var folders: [String]

  @Option(
    help: """
      The folder of the whole run; default: .build/falsifier-runs/latest for pv run, .build/repro for pv repro. For pv \
      conform, only durations.json is written there.
      """)
  var into: String?

  @OptionGroup(title: "Options for pv conform") var options: ConformanceOptions

  func run() throws {
    for folder in folders where Files.kind(of: folder) == nil {
      throw Failure.nothingJudged("there is no folder \(SafeText.line(folder))")
    }
    do {
      let union = try ShardUnion(paths: folders)
      if options.isGiven, union.common.kind != .conform {
        throw ValidationError(
          "these are shards of \(union.common.kind.command): --report, --format and the like are for pv conform")
      }
      for line in union.ignored { Console.writeError("pv: \(SafeText.line(line))\n") }
      switch union.common.kind {
      case .run: try mergeRun(union)
      case .repro: try mergeReproduction(union)
      case .each: try mergeOutputs(union)
      case .conform: try mergeConformance(union)
      }
    } catch let refusal as ShardUnion.Refusal {
      for problem in refusal.problems { Console.writeError("pv: \(SafeText.line(problem))\n") }
      throw Failure.rejected("nothing is merged: \(Plural.count(refusal.problems.count, "problem"))")
    }
  }

  private func mergeReproduction(_ union: ShardUnion) throws {
    let table = try ReproductionShards.table(union)
    let folder = PathText.absolute(try into ?? "\(EnclosingPackage.root())/.build/repro")
    try Files.replace("\(folder)/\(ReproCommand.resultFile)", with: table.json.canonicalBytes)
    for row in table.rows where row.state != .same {
      Console.write("\(row.key.falsifier) (\(row.key.contract)) under \(row.variation)\n")
      for line in row.details { Console.write("  \(line)\n") }
    }
    Console.write(table.summary)
    guard table.judgment == .accepted else { throw ExitCode(table.judgment.rawValue) }
  }

  private func mergeOutputs(_ union: ShardUnion) throws {
    if into != nil {
      throw ValidationError("--into is not for shards of pv each: what the commands printed is printed")
    }
    var failed = 0
    for (place, item) in union.common.demand.enumerated() {
      let attempt = union.attempt(of: item)
      let status = attempt.outcome(of: item.name)?["status"]?.integer
      Console.write(bytes: try Files.read(EachShards.output(at: place), below: attempt.folder))
      if status != 0 {
        failed += 1
        Console.writeError("pv: \(SafeText.line(item.name)): exit status \(status.map(String.init) ?? "unknown")\n")
      }
    }
    Console.writeError("pv: \(union.common.demand.count - failed) of \(union.common.demand.count) ended with 0\n")
    guard failed == 0 else { throw ExitCode(1) }
  }

  private func mergeConformance(_ union: ShardUnion) throws {
    let report = try ConformanceShards.report(union)
    if let into {
      try Files.replace("\(PathText.absolute(into))/\(Durations.fileName)", with: union.durations.bytes)
    }
    try options.finish(report)
  }

  private func mergeRun(_ union: ShardUnion) throws {
    let root = try EnclosingPackage.root()
    let set = ContractSet.load(paths: ["\(root)/contracts"], project: ProjectFile.loadNearest())
    let merge = try RunMerge(union, set.contracts, root: root)
    let folder = PathText.absolute(into ?? "\(root)/.build/falsifier-runs/latest")
    let lock = try NewRunFolder.make(folder)
    try merge.write(into: folder)
    for (key, outcome) in merge.unfinished { Console.write("\(key.falsifier) (\(key.contract)): \(outcome)\n") }
    Console.write(
      "\(Plural.count(union.attempts.count, "shard")) united: \(merge.finished) of \(merge.demanded) falsifiers finished"
        + (merge.fresh > 0 ? ", \(merge.fresh) fresh" : "")
        + "; ledger: \(PathText.shown(NewRunFolder.ledger(in: folder)))\n")
    _ = consume lock
    guard merge.exitStatus == 0, merge.unfinished.isEmpty else { throw ExitCode(1) }
  }
}
