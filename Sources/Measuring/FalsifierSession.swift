import ContractKit
import Metrics
import Provenance

/// One falsifier from its declaration to its evidence.
package final class FalsifierSession {
  private let root: String
  private let mayDiffer: Bool
  private let contract: Contract
  private let library: [String: Contract]
  let falsifier: Falsifier
  private let key: Ledger.Key
  private let folder: RunFolder
  private let keys: KeyBook
  let recorder: Recorder
  private var evidence: Evidence?
  private var unshown: [Verdict.Reason] = []
  private let counted: CountedFunctions
  private var start = ContinuousClock.now

  /// A falsifier that a test of this process measures.
  package convenience init(
    id: String, contract name: String, file: String, test: String, mode: SearchMode? = nil,
    counted: @autoclosure () -> CountedFunctions = .ofThisProcess
  ) throws {
    guard let root = PackageRoot.above(file) else { throw FalsifierError.noPackage(file: file) }
    let contract = try Self.load(name, root: root)
    let falsifier = try Self.falsifier(id, of: contract)
    guard !falsifier.isRecorded, falsifier.test?.value == test else {
      throw FalsifierError.otherTest(falsifier: id, declared: falsifier.runner ?? "nothing", running: test)
    }
    let keys = KeyBook(root: root)
    let testFile = TestReference(test).flatMap { keys.testFile(module: $0.module, className: $0.className) }
    let mode = try mode ?? SearchMode.fromEnvironment()
    // Nobody asks what a screening executes, and the tables of a large program take a while to read.
    let isScreening = if case .screening = mode { true } else { false }
    try self.init(
      falsifier, contract, root: root, keys: keys, counted: isScreening ? .none : counted(),
      search: try Search(mode: mode, falsifier: id, testFile: testFile ?? "", root: root),
      folder: RunFolder(packageRoot: root))
  }

  /// A falsifier that a recording tells of; its exact cases were tried by whoever recorded.
  ///
  /// - Parameters:
  ///   - root: the package's folder.
  ///   - folder: that of the run.
  package convenience init(recorded id: String, contract name: String, root: String, folder: String, evidence: String)
    throws
  {
    let contract = try Self.load(name, root: root)
    let falsifier = try Self.falsifier(id, of: contract)
    try self.init(
      falsifier, contract, root: root, keys: KeyBook(root: root), counted: .none,
      search: Search(mode: .evidence, exact: try ExactCases(path: "", falsifier: id, bytes: [])),
      folder: RunFolder(path: folder, evidenceFolder: evidence))
  }

  private static func falsifier(_ id: String, of contract: Contract) throws -> Falsifier {
    guard let falsifier = contract.falsifier(id) else {
      throw FalsifierError.unknownFalsifier(
        id, contractPath: contract.path, known: contract.falsifiers.map(\.id.value))
    }
    return falsifier
  }

  private init(
    _ falsifier: Falsifier, _ contract: Contract, root: String, keys: KeyBook, counted: CountedFunctions,
    search: Search, folder: RunFolder
  ) throws {
    self.counted = counted
    self.root = root
    mayDiffer = falsifier.varies != nil
    var library = [contract.id: contract]
    // All of the contract's: each of them is bound in one file.
    for other in Set(contract.falsifiers.flatMap(\.clauses).compactMap(\.contract)) where other != contract.id {
      library[other] = try Self.load(other, root: root)
    }
    self.contract = contract
    self.library = library
    self.falsifier = falsifier
    key = Ledger.Key(contract: contract.id, falsifier: falsifier.id.value)
    self.keys = keys
    self.folder = folder
    recorder = Recorder(falsifier: falsifier, contract: contract, search: search, counted: counted) {
      try Files.read($0, below: root)
    }
  }

  /// Why it is not run, where it needs weights that are not asked for.
  package var notAskedFor: String? {
    let live = LiveRequest(Surroundings.variables[LiveRequest.variable])
    guard !live.asks(for: falsifier) else { return nil }
    let names = falsifier.weights.map(\.name.value).joined(separator: ",")
    return "weights not here: \(LiveRequest.variable)=\(names) asks for it; its evidence stands as it is"
  }

  /// Notes in the run's ledger that it starts.
  package func begin() throws {
    start = .now
    try folder.make()
    try folder.record(.started, for: key)
  }

  /// How much is measured, where nothing is to be written.
  package var screening: ScreeningDepth? {
    if case .screening(let depth) = recorder.search.mode { depth } else { nil }
  }

  /// As the contract declares it.
  var id: String { key.falsifier }

  /// Measures, and writes evidence that is bound to what it depends on.
  ///
  /// - Parameter executed: whether each path of the implementation was executed, where that is known otherwise than by the
  ///   counters of this process.
  package func run(
    executed known: ((EvidenceKey) throws -> [String: Execution])? = nil, _ body: (Recorder) throws -> Void
  ) throws {
    precondition(screening == nil, "a screening writes nothing")
    try folder.make()
    try body(recorder)
    try recorder.search.checkComplete()
    guard recorder.search.mode == .evidence else {
      for line in recorder.search.explored { print("\(key.falsifier): \(line)") }
      return folder.removeIfPrivate()
    }
    let sourceKey = try keys.key(of: falsifier, in: contract, library: library)
    guard sourceKey.reachesKernels else { throw FalsifierError.nothingWatched(falsifier.id.value) }
    let evidence = try wholeEvidence()
    let missing = Verdict.judge(evidence, falsifier, terms: contract.terms).reasons.filter(\.isIncompleteRun)
    guard missing.isEmpty else { throw FalsifierError.incomplete(missing.map(\.description)) }
    try folder.writeNotes(recorder.notes, for: key)
    try folder.writeArrays(recorder.arrays, for: key)
    let executed =
      try known?(sourceKey) ?? counted.executions(of: sourceKey.paths, root: root, entered: recorder.entered)
    unshown = Execution.unshown(executed, falsifier, in: contract, library: library)
    try folder.promote(evidence, for: key, mayDiffer: mayDiffer) {
      RunFolder.Bound(
        claim: ClaimDigest.digest(of: falsifier, in: contract, library: library), key: sourceKey.digest,
        wording: WordingDigest.digest(of: falsifier, in: contract, library: library), executed: executed,
        keys: keys.keys(of: contract, library: library))
    }
    try folder.writeDuration((ContinuousClock.now - start) / .seconds(1), for: key)
    folder.removeIfPrivate()
    self.evidence = evidence
  }

  /// Measures, and judges what was measured; nothing is written, and nothing is said of what was executed.
  package func rehearse(_ body: (Recorder) throws -> Void) throws {
    try body(recorder)
    evidence = try wholeEvidence()
  }

  /// All that was measured.
  private func wholeEvidence() throws -> Evidence {
    var evidence = recorder.evidence()
    evidence.impostors = try recorder.impostors()
    return evidence
  }

  /// What keeps it from holding by all that was measured.
  func wholeFailures() throws -> [String] {
    evidence = try wholeEvidence()
    return failures()
  }

  /// Writes how the falsifier ended; what ended it is more telling than a ledger that fails too.
  package func end(_ event: Ledger.Event) { try? folder.record(event, for: key) }

  /// What keeps the falsifier from holding, as messages for the test's log.
  package func failures() -> [String] {
    let search = recorder.search
    let found = search.counterexamples.map {
      "\(key.falsifier): FALSIFIED\n"
        + $0.text(test: falsifier.test?.value ?? "", exactCases: search.exactCasesPath)
    }
    guard let evidence else { return found }
    let verdict = Verdict.judge(evidence, falsifier, terms: contract.terms, unshown: unshown)
    let reasons = verdict.reasons.compactMap { reason -> String? in
      switch reason {
      case .violated(let metric):
        return "\(key.falsifier): FALSIFIED\n" + violation(metric, verdict)
      case .levelBelow, .noWitness, .executionNotShown, .noImplementation: return nil
      default: return "\(key.falsifier): \(reason)"
      }
    }
    return found + missedCorners(of: evidence) + reasons
  }

  /// The corners of domains in which no case lies.
  func missedCorners(of evidence: Evidence) -> [String] {
    evidence.inputs.flatMap { input in
      input.missedCorners.map { "\(key.falsifier): no case of \(input.name) lies in the corner \"\($0)\"" }
    }
  }

  private func violation(_ metric: String, _ verdict: Verdict) -> String {
    guard let result = verdict.checks.first(where: { $0.check.metric.value == metric && $0.outcome == .violated })
    else { return metric }
    var lines = ["  \(metric) is \(result.measurement?.display ?? "nothing"); must be \(result.check.demand)"]
    if let comparison = recorder.comparisons[metric] { lines += comparison.report }
    if let help = falsifier.ifFails?.value { lines.append("  if it fails: \(ProseNumber.plain(help))") }
    return lines.joined(separator: "\n")
  }

  private static func load(_ name: String, root: String) throws -> Contract {
    let path = "\(root)/contracts/\(name).yaml"
    let file = ContractFile.load(path: path, terms: ProjectFile.loadNearest(to: root)?.settings.terms ?? .builtIn)
    guard let contract = file.contract else {
      let reason = file.diagnostics.first { $0.severity == .error }?.message ?? "not a contract"
      throw FalsifierError.contractUnreadable(path: path, reason: reason)
    }
    return contract
  }
}

extension Verdict.Reason {
  /// Whether something that the contract asks for was left out of a run.
  fileprivate var isIncompleteRun: Bool {
    switch self {
    case .notMeasured, .didNotRun, .orderDidNotRun: true
    default: false
    }
  }
}
