import ArgumentParser
import ContractKit

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run the falsifiers, keep a ledger of what was demanded and what finished, and name what did not finish.",
    discussion: """
      The command after -- is run with PV_RUN set to a fresh folder; if none is given, it is "swift test --parallel \
      --filter Falsify". The folder then holds ledger.jsonl, for pv verify --run, and run.json, the record of the \
      machine, toolchain and commit. Exit code 1: the command failed, or a demanded falsifier did not finish.

      With --stale, only falsifiers whose evidence is missing, damaged or stale are run; the ledger records the others \
      as fresh, with key and result, which pv verify --run accepts while both are unchanged. The command (if none is \
      given, "swift test --parallel") then gets --filter with a pattern of the tests appended.

      Falsifiers on real weights run if PV_LIVE names the weights, as contracts do under needs, separated by commas; \
      the ledger records the others as unasked, and their evidence counts while it is fresh.
      """)

  @Flag(help: "Run only the falsifiers whose evidence is not fresh.")
  var stale = false

  @Option(help: "The run's folder; it must not exist yet, or be a run's folder, which is then replaced.")
  var into: String?

  @Argument(parsing: .postTerminator, help: "The command that runs the falsifiers.")
  var command: [String] = []

  func run() throws {
    guard let root = PackageRoot.above(Files.currentFolder) else {
      throw Failure.nothingJudged("no Package.swift in a folder above \(Files.currentFolder)")
    }
    let folder = absolute(into ?? "\(root)/.build/falsifier-runs/latest")
    let set = ContractSet.load(paths: ["\(root)/contracts"], exclusion: ProjectFile.loadNearest()?.exclusion)
    let ledgerPath = "\(folder)/ledger.jsonl"
    let live = try LiveRequest.given(to: set.contracts)
    let demanded = Ledger.demanded(by: set.contracts, live: live)
    let unasked = Ledger.unasked(by: set.contracts, live: live)
    guard !demanded.isEmpty else { throw Failure.nothingJudged("no contract demands a falsifier") }
    let judged = stale || !unasked.isEmpty ? Self.fresh(set, root) : [:]
    let fresh = stale ? judged : [:]
    let lock = try makeFresh(folder, ledgerPath)
    for key in demanded {
      let event = fresh[key].map { Ledger.Event.fresh($0.result, key: $0.key) }
      try Ledger.record(event ?? .demanded, for: key, in: ledgerPath)
    }
    for key in unasked { try Ledger.record(.unasked, for: key, in: ledgerPath) }
    let running = demanded.filter { fresh[$0] == nil }

    let (started, start) = (Surroundings.time, ContinuousClock.now)
    let words = self.words(running, set.contracts)
    let status =
      running.isEmpty ? 0 : try Shell.run(words, environment: ["PV_RUN": folder], folder: root)
    let record = RunRecord(
      command: words, exitStatus: status, started: started, seconds: (ContinuousClock.now - start) / .seconds(1),
      variations: ProjectFile.loadNearest(to: root)?.settings.variations ?? [])
    try Files.replace("\(folder)/run.json", with: record.json(root: root).canonicalBytes)

    let ledger = try Ledger(path: ledgerPath)
    var finished = 0
    for key in running {
      let outcome = ledger.outcome(of: key)
      if case .finished = outcome {
        finished += 1
      } else {
        Console.write("\(key.falsifier) (\(key.contract)): \(outcome)\n")
      }
    }
    let others = stale ? ", \(fresh.keys.count(where: demanded.contains)) fresh" : ""
    Console.write(
      "\(finished) of \(stale ? running.count : demanded.count) \(stale ? "stale" : "demanded") falsifiers finished"
        + "\(others)\(Self.text(unasked, judged)); ledger: \(PathText.shown(ledgerPath))\n")
    _ = consume lock
    guard status == 0, finished == running.count else { throw ExitCode(1) }
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

  /// The command, and of a run of some only, a pattern of their tests.
  private func words(_ running: [Ledger.Key], _ contracts: [Contract]) -> [String] {
    guard stale else { return command.isEmpty ? ["swift", "test", "--parallel", "--filter", "Falsify"] : command }
    let tests = running.compactMap { key in
      contracts.first { $0.id == key.contract }?.falsifier(key.falsifier)?.test?.value
    }
    let pattern = tests.map { $0.replacing(".", with: "\\.") }.joined(separator: "|")
    return (command.isEmpty ? ["swift", "test", "--parallel"] : command) + ["--filter", "^(\(pattern))$"]
  }

  private func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : "\(Files.currentFolder)/\(path)" }

  private func isBusy(_ folder: String) -> ExitCode {
    Failure.rejected("another run is writing to \(folder); name another folder with --into")
  }

  /// Makes the folder anew; the lock of its ledger keeps a second run from taking it away from this one.
  private func makeFresh(_ folder: String, _ ledgerPath: String) throws -> FileLock {
    if Files.kind(of: folder) != nil {
      // Only what a run left is removed: a mistyped --into must not delete anything else.
      guard Files.kind(of: ledgerPath) == .file else {
        throw Failure.rejected("\(folder) exists and is not the folder of a run; name another with --into")
      }
      guard let last = try FileLock(ledgerPath, creating: false) else { throw isBusy(folder) }
      try Files.remove(folder)
      _ = consume last
    }
    try Files.makeFolder(folder)
    guard let lock = try FileLock(ledgerPath, creating: true) else { throw isBusy(folder) }
    return lock
  }
}
