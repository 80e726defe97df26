import ArgumentParser
import ContractKit
import Recordings

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: """
      Run the falsifiers, record in a ledger which ones had to run and which finished, and name those that did not \
      finish.
      """,
    discussion: """
      The command after -- runs the falsifiers with `test:`; in its environment, PV_RUN names a fresh folder. The \
      default is "swift test --parallel --filter Falsify", or no command if no contract says `test:`. After the \
      command, pv runs the programs of the falsifiers with `run:`, one after the other. Each program leaves a \
      recording, from which pv makes the evidence (docs/recordings.md). In the end, the fresh folder holds \
      ledger.jsonl, for pv verify --run, and run.json, which describes the machine, toolchain and commit. Exit code 1: \
      the command failed, a falsifier that had to run did not finish, or a falsifier with `run:` does not hold.

      The contracts name the programs that pv starts, so run only contracts whose programs you would start yourself.

      With --filter, only falsifiers whose id, or CONTRACT/ID, contains the text are run. With --filter, --stale or \
      --shard, pv appends `--filter PATTERN`, with a pattern of the tests to run, to the command; the default command \
      is then "swift test --parallel".

      With --stale, only falsifiers whose evidence is missing, damaged or stale are run. The ledger records the others \
      as fresh, with key and result; pv verify --run accepts these as long as key and result are unchanged.

      A falsifier on real weights runs only if PV_LIVE lists the names that the contract gives to the weights under \
      `needs`, separated by commas. Otherwise, the ledger records the falsifier as unasked, and its evidence counts as \
      long as it is fresh.

      With --shard, only the Ith of N parts is run, and evidence/ stays as it is: new evidence goes to the part's own \
      folder, from which pv merge takes it. The command must write evidence to the folder that PV_EVIDENCE names; \
      falsifiers do this by themselves.
      """)

  @Flag(help: "Run only the falsifiers whose evidence is not fresh.")
  var stale = false

  @Option(
    help: .init("Run only falsifiers whose id, or CONTRACT/ID, contains this text; can be repeated.", valueName: "text")
  )
  var filter: [String] = []

  @Option(help: .init("How long each program that `run:` names may run.", valueName: "seconds"))
  var timeout = Int(RecordingRun.defaultSeconds)

  @OptionGroup var sharding: ShardOptions

  @Option(
    help: """
      The run's folder; default: .build/falsifier-runs/latest. It must not exist yet, or must be the folder of an \
      earlier run, which is then replaced. With --shard: the folder in which each attempt creates its own folder; \
      default: .build/shards.
      """)
  var into: String?

  @Option(
    help: .init(
      """
      Instead of a command, run the tests of this bundle, which is already built, each in a process of its own. \
      Shards then need not wait for SwiftPM's lock.
      """,
      valueName: "file"), completion: .file(extensions: ["xctest"]))
  var bundle: String?

  @Argument(parsing: .postTerminator, help: "The command that runs the falsifiers.")
  var command: [String] = []

  func validate() throws {
    guard timeout > 0 else { throw ValidationError("--timeout must be a number of seconds, at least 1") }
    if bundle != nil, !command.isEmpty { throw ValidationError("--bundle takes the place of a command") }
  }

  func run() throws {
    if let bundle, Files.kind(of: bundle) == nil {
      throw Failure.nothingJudged("there is no \(SafeText.line(bundle)); swift build --build-tests makes it")
    }
    let root = try EnclosingPackage.root()
    let set = ContractSet.load(paths: ["\(root)/contracts"], project: ProjectFile.loadNearest())
    let live = try LiveRequest.given(to: set.contracts)
    let all = Ledger.demanded(by: set.contracts, live: live)
    guard !all.isEmpty else { throw Failure.nothingJudged("no contract demands a falsifier") }
    let demanded = all.filter(isMeant)
    guard !demanded.isEmpty else {
      throw Failure.nothingJudged("--filter matches none of \(all.count) falsifiers")
    }
    let unasked = Ledger.unasked(by: set.contracts, live: live).filter(isMeant)
    let judged = stale || !unasked.isEmpty ? Self.fresh(set, root) : [:]
    let fresh = stale ? judged.filter { demanded.contains($0.key) } : [:]
    let running = demanded.filter { fresh[$0] == nil }
    if let index = sharding.shard {
      let falsifiers = RunShards.Falsifiers(running: running, fresh: fresh, unasked: unasked)
      return try runShard(index, .init(filter: filter, stale: stale, live: live), falsifiers, set, root)
    }
    let folder = absolute(into ?? "\(root)/.build/falsifier-runs/latest")
    let ledgerPath = NewRunFolder.ledger(in: folder)
    let lock = try NewRunFolder.make(folder)
    for key in demanded {
      let event = fresh[key].map { Ledger.Event.fresh($0.result, key: $0.key) }
      try Ledger.record(event ?? .demanded, for: key, in: ledgerPath)
    }
    for key in unasked { try Ledger.record(.unasked, for: key, in: ledgerPath) }
    let status = try execute(running, set.contracts, root: root, into: folder, evidence: "\(root)/evidence")
    let finished = try showUnfinished(running, ledgerPath)
    let others = stale ? ", \(fresh.count) fresh" : ""
    Console.write(
      "\(finished) of \(stale ? running.count : demanded.count) \(stale ? "stale" : "demanded") falsifiers finished"
        + "\(others)\(Self.text(unasked, judged)); ledger: \(PathText.shown(ledgerPath))\n")
    _ = consume lock
    guard status == 0, finished == running.count else { throw ExitCode(1) }
  }

  /// Runs one part, and writes only into a folder of its own.
  private func runShard(
    _ index: ShardIndex, _ request: RunShards.Request, _ falsifiers: RunShards.Falsifiers, _ set: ContractSet,
    _ root: String
  ) throws {
    let record = try RunShards.record(
      index, request, falsifiers, set, durations: try sharding.known(root: root), root: root,
      command: ShardOptions.words)
    let folder = try ShardFolder(of: index, in: absolute(into ?? "\(root)/.build/shards"))
    try folder.begin(record)
    let own = record.own.compactMap(Ledger.Key.init(_:))
    let (ledgerPath, evidence) = (NewRunFolder.ledger(in: folder.path), "\(folder.path)/promoted")
    try Files.append([], to: ledgerPath)
    for key in own { try Ledger.record(.demanded, for: key, in: ledgerPath) }
    try RunShards.copyEvidence(of: own, from: "\(root)/evidence", to: evidence)
    let status = try execute(own, set.contracts, root: root, into: folder.path, evidence: evidence)
    let finished = try showUnfinished(own, ledgerPath)
    try folder.finish(
      record, done: try RunShards.done(own, folder: folder.path, evidence: evidence),
      files: RunShards.files(of: own))
    Console.write(
      "shard \(index): \(finished) of \(own.count) falsifiers finished, of \(record.demand.count) in all; "
        + "\(PathText.shown(folder.path)) is for pv merge\n")
    guard status == 0, finished == own.count else { throw ExitCode(1) }
  }

  /// Runs falsifiers, and writes run.json and durations; the exit status.
  private func execute(
    _ running: [Ledger.Key], _ contracts: [Contract], root: String, into folder: String, evidence: String
  ) throws -> Int32 {
    let (started, start) = (Surroundings.time, ContinuousClock.now)
    let (recorded, tested) = Self.split(running, contracts)
    let words = self.words(tested, contracts)
    var environment = ["PV_RUN": folder]
    if sharding.shard != nil { environment["PV_EVIDENCE"] = evidence }
    var status = words.isEmpty ? 0 : try Shell.run(words, environment: environment, folder: root)
    let failing = try runPrograms(recorded, contracts, root: root, into: folder, evidence: evidence)
    if status == 0, failing > 0 { status = 1 }
    let record = RunRecord(
      command: words.isEmpty ? CommandLine.arguments : words, exitStatus: status, started: started,
      seconds: (ContinuousClock.now - start) / .seconds(1),
      variations: ProjectFile.loadNearest(to: root)?.settings.variations ?? [])
    try Files.replace("\(folder)/run.json", with: record.json(root: root).canonicalBytes)
    try Files.replace("\(folder)/\(Durations.fileName)", with: Durations(logIn: folder).bytes)
    return status
  }

  /// Names those that did not finish; how many did.
  private func showUnfinished(_ running: [Ledger.Key], _ ledgerPath: String) throws -> Int {
    let ledger = try Ledger(path: ledgerPath)
    return running.count { key in
      let outcome = ledger.outcome(of: key)
      if case .finished = outcome { return true }
      Console.write("\(key.falsifier) (\(key.contract)): \(outcome)\n")
      return false
    }
  }

  /// Those on weights that were not asked for: not run, and of some value only where fresh evidence stands.
  private static func text(_ unasked: [Ledger.Key], _ judged: [Ledger.Key: Verification.Fresh]) -> String {
    let kept = unasked.count { judged[$0] != nil }
    return (kept > 0 ? ", \(kept) live, evidence kept" : "")
      + (kept < unasked.count ? ", \(unasked.count - kept) live without fresh evidence" : "")
  }

  /// The falsifiers that need not run.
  private static func fresh(_ set: ContractSet, _ root: String) -> [Ledger.Key: Verification.Fresh] {
    Verification(
      set,
      options: .init(root: root, evidenceFolder: "\(root)/evidence", asOf: .today(), isWholeProject: true)
    ).fresh
  }

  private func isMeant(_ key: Ledger.Key) -> Bool {
    filter.isEmpty || filter.contains { "\(key.contract)/\(key.falsifier)".contains($0) }
  }

  private static func falsifier(_ key: Ledger.Key, _ contracts: [Contract]) -> (Falsifier, Contract)? {
    contracts.first { $0.id == key.contract }.flatMap { contract in
      contract.falsifier(key.falsifier).map { ($0, contract) }
    }
  }

  /// Those that programs record, and those that tests measure.
  private static func split(
    _ keys: [Ledger.Key], _ contracts: [Contract]
  ) -> (recorded: [Ledger.Key], tested: [Ledger.Key]) {
    let recorded = keys.filter { falsifier($0, contracts)?.0.isRecorded ?? false }
    return (recorded, keys.filter { !recorded.contains($0) })
  }

  /// Runs the programs that record falsifiers; returns how many of those that finished do not hold.
  private func runPrograms(
    _ keys: [Ledger.Key], _ contracts: [Contract], root: String, into folder: String, evidence: String
  ) throws -> Int {
    guard !keys.isEmpty else { return 0 }
    let run = RecordingRun(root: root, folder: folder, evidence: evidence, seconds: Double(timeout))
    let interruption = Interruption { run.interrupt() }
    defer { interruption.end() }
    return try keys.count { key in
      guard let (falsifier, contract) = Self.falsifier(key, contracts) else { return false }
      Console.writeError("pv: \(key.falsifier): \(SafeText.line(falsifier.runner ?? ""))\n")
      let start = ContinuousClock.now
      let result = try run.run(falsifier, in: contract, library: contracts.byID)
      // The program is the longest part of it.
      try Durations.log("\(key)", seconds: (ContinuousClock.now - start) / .seconds(1), in: folder)
      return !RecordingReport.write(result, of: key)
    }
  }

  /// The command, and of a run of some only, a pattern of their tests; nothing where no test is asked for.
  private func words(_ running: [Ledger.Key], _ contracts: [Contract]) -> [String] {
    if let bundle {
      guard !running.isEmpty else { return [] }
      let tests = running.compactMap { Self.falsifier($0, contracts)?.0.test?.value }
      return FalsifierTests(bundle: absolute(bundle)).command(
        each: Set(tests).sorted(by: Files.utf8Order), width: Surroundings.processors)
    }
    guard stale || !filter.isEmpty || sharding.shard != nil else {
      guard command.isEmpty else { return command }
      return running.isEmpty ? [] : ["swift", "test", "--parallel", "--filter", "Falsify"]
    }
    guard !running.isEmpty else { return [] }
    let tests = running.compactMap { Self.falsifier($0, contracts)?.0.test?.value }
    let pattern = tests.map { $0.replacing(".", with: "\\.") }.joined(separator: "|")
    return (command.isEmpty ? ["swift", "test", "--parallel"] : command) + ["--filter", "^(\(pattern))$"]
  }

  private func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : "\(Files.currentFolder)/\(path)" }
}
