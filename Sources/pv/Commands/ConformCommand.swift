import ArgumentParser
import CConformance
import Conformance
import ContractKit

/// `pv conform`
struct ConformCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "conform",
    abstract: "Try the kernels of a shared library on the clauses of the contracts.",
    discussion: """
      The library exports functions of pv_kernels.h, which --header prints; any subset will do:

        pv conform --header > pv_kernels.h
        cc -O2 -shared -fPIC -o libmine.so mine.c
        pv conform ./libmine.so

      The library is loaded in a process of its own. That is not a sandbox: the library can do whatever you can do. \
      For each falsifier, pv runs the falsifier's own cases, and then fresh cases, with the library's kernels in place \
      of pv's own. The verdict on each clause is holds, other bits (within the bound), falsified, not exported, or not \
      applicable. The contracts are those built into pv, unless --contracts names a folder. Every call is made a \
      second time: unchanged, with the arrays at other addresses, with a different number of threads, or for a row \
      alone. The second call must give the same bits.

      With --shard, only the Ith of N parts is tried. Its results go to a folder of its own below --into; pv merge \
      unites these folders and writes the report of the whole run. A falsifier is one piece of work; all parts need \
      the same --seed.

      Exit code 0: no clause is falsified, and no call did anything that the header forbids. 1: some clause is, or some \
      call did. 2: the library cannot be tried, or has no function for anything that was requested.
      """)

  @Argument(help: "The shared library.")
  var library: String?

  @Option(
    name: .customLong("contract"), help: .init("Only the clauses of this contract; can be repeated.", valueName: "id"))
  var contracts: [String] = []

  @Option(name: .customLong("falsifier"), help: .init("Only this falsifier; can be repeated.", valueName: "id"))
  var falsifiers: [String] = []

  @Option(
    name: .customLong("contracts"),
    help: .init("Use the contracts of this folder, not those built into pv.", valueName: "folder"))
  var folder: String?

  @Option(help: .init("The seed of the fresh cases; default: a new seed each time.", valueName: "word"))
  var seed: String?

  @Option(
    name: .customLong("case"),
    help: .init("Run only this case, written as in a report; needs exactly one --falsifier.", valueName: "line"))
  var line: String?

  @Option(
    help: """
      The largest number of threads that a call may use. By default, each falsifier uses the numbers that it lists, \
      and calls are made again with as many threads as there are processors.
      """)
  var threads: Int?

  @Option(help: .init("The longest time that a call may take.", valueName: "seconds"))
  var timeout = 10.0

  @Flag(help: "Print pv_kernels.h, with which libraries are compiled.")
  var header = false

  @OptionGroup var sharding: ShardOptions

  @Option(help: "With --shard, the folder in which each attempt creates its own folder; default: .build/shards.")
  var into: String?

  @OptionGroup var options: ConformanceOptions

  func validate() throws {
    if header {
      guard library == nil else { throw ValidationError("--header takes no library") }
      return
    }
    try validateSharding()
    guard library != nil else { throw ValidationError("give a shared library, or --header") }
    guard (1...1024).contains(threads ?? 1) else { throw ValidationError("--threads must be from 1 to 1024") }
    guard timeout >= 0.001, timeout <= 3600 else {
      throw ValidationError("--timeout must be from 0.001 to 3600 seconds")
    }
    if line != nil, falsifiers.count != 1 { throw ValidationError("--case needs one --falsifier") }
    if let seed, seed.isEmpty || seed.contains(where: { $0.isWhitespace || $0.isNewline }) {
      throw ValidationError("--seed must be one word")
    }
  }

  private func validateSharding() throws {
    guard sharding.shard != nil else {
      if into != nil { throw ValidationError("--into is for --shard") }
      return
    }
    guard seed != nil else {
      throw ValidationError("--shard needs a --seed, the same in all parts: fresh cases are drawn from it")
    }
    if line != nil { throw ValidationError("a single case cannot be split: leave out --case or --shard") }
    if options.isGiven {
      throw ValidationError("a part writes no report: give --report, --format and the like to pv merge")
    }
  }

  func run() throws {
    guard let library else { return Console.write(ShippedFiles.header) }
    var request = ConformanceRun.Request(
      library: library, seed: seed ?? String(UInt64.random(in: .min ... .max), radix: 16),
      executable: Surroundings.program)
    request.threads = threads
    (request.contracts, request.falsifiers, request.contractsFolder) = (contracts, falsifiers, folder)
    (request.onlyCase, request.timeout) = (line, Int((timeout * 1000).rounded()))
    let progress = Progress()
    defer { progress.end() }
    func show(_ item: String, _ index: Int, _ count: Int) { progress.show("\(item): \(index + 1) of \(count)") }
    do {
      let run = try ConformanceRun(request)
      if let index = sharding.shard { return try runShard(index, run, show) }
      let report = try run.run(progress: show)
      progress.end()
      try options.finish(report)
    } catch let error as ConformanceError { throw Failure.nothingJudged("\(error)") }
  }

  /// Tries one part, and writes only into a folder of its own.
  private func runShard(
    _ index: ShardIndex, _ run: ConformanceRun, _ show: (String, Int, Int) -> Void
  ) throws {
    let record = ConformanceShards.record(
      run, index, durations: sharding.durations == nil ? nil : try sharding.known(root: Files.currentFolder),
      command: ShardOptions.words)
    let folder = try ShardFolder(of: index, in: PathText.absolute(into ?? ".build/shards"))
    let report = try ConformanceShards.run(run, record, in: folder, progress: show)
    let found = report.map { $0.summary.isEmpty ? "no falsifier" : $0.summary } ?? "nothing to do"
    Console.write(
      "shard \(index): \(found); \(Plural.count(record.own.count, "piece")) of \(record.demand.count); "
        + "\(PathText.shown(folder.path)) is for pv merge\n")
    if report?.outcome == .rejected { throw ExitCode(Outcome.rejected.rawValue) }
  }
}

/// `pv conform-child`: the process that a library is loaded in; nobody but `pv conform` starts it.
struct ConformChildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "conform-child", shouldDisplay: false)

  @Argument var library: String

  func run() throws { throw ExitCode(cc_serve(library, 3, 4, 5)) }
}
