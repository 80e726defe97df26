import ContractKit
import Experiments
import Measuring

/// Tries a foreign library on the clauses of the contracts whose operations it exports.
///
/// Each falsifier's own experiment runs, with the library's kernels in the place of ours: the same cases, oracles and
/// comparisons, judged by the checks of the contract; then again with cases drawn afresh.
public struct ConformanceRun {
  /// What is tried, and how.
  public struct Request: Sendable {
    /// The shared library.
    public var library: String
    /// Ids; none for all.
    public var contracts: [String] = []
    /// Ids; none for all.
    public var falsifiers: [String] = []
    /// A folder of contracts; nil for those that `pv` has with it.
    package var contractsFolder: String?
    /// What fresh cases are drawn from.
    public var seed: String
    /// One case alone, as a line of an earlier report.
    package var onlyCase: String?
    /// In milliseconds, for one call.
    package var timeout = 10_000
    /// The largest number of threads that a call may use; nil for as many as falsifiers list.
    public var threads: Int?
    /// `pv` itself.
    package var executable: String

    /// A request for all clauses.
    public init(library: String, seed: String, executable: String) {
      (self.library, self.seed, self.executable) = (library, seed, executable)
    }

    /// With how many threads calls are made again, at the most.
    var threadsOfRepetitions: Int { threads ?? Surroundings.processors }
  }

  /// A piece of the work, whose report depends on nothing but itself.
  private enum Piece {
    /// One falsifier, with its place among all that can be tried.
    case falsifier(ExperimentCatalogue.Entry, place: Int)
    /// Calls of all falsifiers together, once each has been tried alone.
    case round
  }

  /// The name of the piece in which calls of all falsifiers are made again.
  static let roundName = "calls made again"

  let request: Request
  private let file: LibraryFile
  private let library: LibraryOnTrial
  private let pieces: [(name: String, piece: Piece)]
  private var contracts: [String: (contract: Contract, sha256: Digest)] = [:]

  /// The names of the pieces of work, in the order in which reports have them: the falsifiers, as `CONTRACT/FALSIFIER`, and
  /// the calls that are made again after those of others.
  public var items: [String] { pieces.map(\.name) }

  /// Loads the library.
  ///
  /// - Throws: `ConformanceError`.
  public init(_ request: Request) throws {
    self.request = request
    file = try LibraryFile(request.library)
    let chosen = try Self.chosen(request)
    for id in Set(chosen.map(\.entry.experiment.contract)) {
      contracts[id] = try ShippedFiles.contract(id, in: request.contractsFolder)
    }
    var pieces: [(name: String, piece: Piece)] = chosen.map { place, entry in
      ("\(entry.experiment.contract)/\(entry.experiment.falsifier)", .falsifier(entry, place: place))
    }
    if chosen.count > 1, request.onlyCase == nil { pieces.append((Self.roundName, .round)) }
    self.pieces = pieces
    library = try LibraryOnTrial(
      LibraryOnTrial.Setting(
        executable: request.executable, library: file.path, timeout: request.timeout,
        threads: request.threadsOfRepetitions, limit: request.threads))
    guard !library.exported.isEmpty else { throw ConformanceError.exportsNothing(path: request.library) }
  }

  private static func chosen(_ request: Request) throws -> [(place: Int, entry: ExperimentCatalogue.Entry)] {
    let all = ExperimentCatalogue.all
    func require(_ kind: String, _ names: [String], _ known: [String]) throws {
      for name in names where !known.contains(name) {
        if let reason = ExperimentCatalogue.beyond[name] {
          throw ConformanceError.contract(name, reason: "it cannot be tried on a library: \(reason)")
        }
        throw ConformanceError.unknown(kind: kind, name: name, known: known)
      }
    }
    let known = all.map(\.experiment.contract).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    try require("contract", request.contracts, known)
    try require("falsifier", request.falsifiers, all.map(\.experiment.falsifier))
    return all.enumerated().filter { _, entry in
      (request.contracts.isEmpty || request.contracts.contains(entry.experiment.contract))
        && (request.falsifiers.isEmpty || request.falsifiers.contains(entry.experiment.falsifier))
    }.map { ($0, $1) }
  }

  /// What all pieces have in common.
  var head: ConformanceReport.Head {
    ConformanceReport.Head(
      path: file.path, bytes: file.bytes, sha256: file.sha256.description,
      exported: Operation.allCases.filter(library.exported.contains).map(\.symbol), seed: request.seed,
      threads: request.threadsOfRepetitions, machine: .current)
  }

  /// The digest of the contract that a piece is judged by; nil where it is judged by none.
  func contractDigest(of item: String) -> Digest? {
    guard case .falsifier(let entry, _) = pieces.first(where: { $0.name == item })?.piece else { return nil }
    return contracts[entry.experiment.contract]?.sha256
  }

  /// Tries everything that was asked for.
  ///
  /// - Parameter progress: told of each piece before it is begun: its name, its number and how many there are.
  /// - Throws: what keeps the run from going on; what a library does, never.
  public func run(progress: (String, Int, Int) -> Void = { _, _, _ in }) throws -> ConformanceReport {
    let reports = try items.enumerated().map { index, item in
      progress(item, index, pieces.count)
      return try report(of: item)
    }
    try requireUnchanged()
    return ConformanceReport(uniting: reports)
  }

  /// What one piece contributes.
  ///
  /// - Precondition: `item` is one of `items`.
  /// - Throws: as `run`.
  func report(of item: String) throws -> ConformanceReport {
    switch pieces.first(where: { $0.name == item })!.piece {
    case .falsifier(let entry, let place):
      let (contract, sha256) = contracts[entry.experiment.contract]!
      let result = try result(of: entry, at: place)
      let used = ConformanceReport.ContractUsed(
        id: contract.id, version: contract.metadata.version?.value ?? "", sha256: sha256.description)
      return ConformanceReport(head, contracts: [used], clauses: [result], records: library.records)
    case .round:
      try runRound()
      return ConformanceReport(head, contracts: [], clauses: [], records: library.records)
    }
  }

  /// - Throws: `ConformanceError` where the library is not the one any more that was loaded first.
  func requireUnchanged() throws {
    guard try LibraryFile(request.library).sha256 != file.sha256 else { return }
    throw ConformanceError.library(
      path: request.library, reason: "was replaced while it was being tried; try the new one from the beginning")
  }

  private func runRound() throws {
    library.begin("", at: 0)
    library.round = []
    for case (_, .falsifier(let entry, _)) in pieces {
      let (experiment, contract) = (entry.experiment, contracts[entry.experiment.contract]!.contract)
      guard let falsifier = contract.falsifier(experiment.falsifier) else { continue }
      library.goOn(with: experiment.falsifier)
      do { _ = try trial(experiment, falsifier, contract, .trial(freshBy: nil)) } catch is LibraryOnTrial.Enough {
      } catch is LibraryOnTrial.Refusal {}
    }
    library.endRound()
  }

  // MARK: One falsifier

  private func result(of entry: ExperimentCatalogue.Entry, at place: Int) throws -> ClauseResult {
    let (experiment, contract) = (entry.experiment, contracts[entry.experiment.contract]!.contract)
    guard let falsifier = contract.falsifier(experiment.falsifier) else {
      throw ConformanceError.contract(
        contract.path, reason: "it has no \(experiment.falsifier), which this pv tries; give the contracts of this pv")
    }
    var result = ClauseResult(
      contract: contract.id, falsifier: experiment.falsifier, clauses: falsifier.bindsTo.map(\.value), verdict: .holds,
      command: command(for: experiment.falsifier))
    library.begin(experiment.falsifier, at: place)
    var isOnlyFresh = false
    do {
      let mode: SearchMode = try request.onlyCase.map { .only(try Self.line($0)) } ?? .trial(freshBy: nil)
      let fixed = try trial(experiment, falsifier, contract, mode)
      result.calls = library.callsOfFalsifier
      guard result.calls > 0 else {
        (result.verdict, result.reason) = (.notApplicable, "no kernel of the header takes part in it")
        return result
      }
      take(fixed, entry.asks, into: &result)
      let isDrawn = fixed.inputs.contains { $0.seed != nil }
      if result.verdict == .holds, isDrawn, request.onlyCase == nil {
        let fresh = try trial(experiment, falsifier, contract, .trial(freshBy: request.seed))
        take(fresh, entry.asks, into: &result)
        if result.verdict == .falsified {
          isOnlyFresh = true
          let found = result.reason.map { "; of the fresh ones \($0)" }
          result.reason = "the contract's own cases hold; fresh ones do not\(found ?? "")"
        }
      }
      library.finish()
    } catch let refusal as LibraryOnTrial.Refusal {
      result.calls = library.callsOfFalsifier
      Self.note(refusal, &result)
    }
    result.incidents = library.incidents.filter(\.isFatal).map(\.occurrence)
    if !result.incidents.isEmpty { result.verdict = .falsified }
    if result.verdict == .falsified, result.incidents.isEmpty {
      result.diagnosis = diagnosis(experiment, falsifier, contract, onlyFresh: isOnlyFresh)
    }
    return result
  }

  private func trial(
    _ experiment: Experiment, _ falsifier: Falsifier, _ contract: Contract, _ mode: SearchMode
  ) throws -> Trial {
    let library = library
    let setting = Trial.Setting(
      mode, exactCases: ShippedFiles.exactCases(of: experiment.falsifier), calls: { library.callsOfFalsifier }
    ) { path in
      guard let file = ShippedFiles.file(endingIn: path) else {
        throw ConformanceError.contract(experiment.falsifier, reason: "this pv does not have \(path) built in")
      }
      return file.bytes
    }
    return try KernelsOnTrial(of: library).take { try Trial(experiment, falsifier, in: contract, setting) }
  }

  private func take(_ trial: Trial, _ asks: ExperimentCatalogue.Asks, into result: inout ClauseResult) {
    result.checks = trial.checks.map {
      ClauseResult.Check(
        metric: $0.metric, condition: $0.condition, measured: $0.outcome == .notOfKernel ? nil : $0.measured,
        holds: $0.outcome == .notOfKernel ? nil : $0.outcome == .holds)
    }
    result.inputs += trial.inputs.map { .init(name: $0.name, cases: $0.cases, sha256: $0.sha256.description) }
    let violated = trial.checks.filter { $0.outcome == .violated }
    if request.onlyCase != nil {
      result.verdict = trial.counterexamples.isEmpty ? .holds : .falsified
    } else if result.checks.allSatisfy({ $0.holds == nil }) {
      (result.verdict, result.reason) = (.notApplicable, "its checks are of implementations of ours")
    } else if !violated.isEmpty {
      let isOrder = if case .order = asks { violated.allSatisfy(\.asksForBits) } else { false }
      result.verdict = isOrder ? .otherBits : .falsified
      let specials = violated.map(\.specialsDiffering).max() ?? 0
      if isOrder, specials > 0 {
        result.reason =
          "\(specials) of them NaN or infinite on one side alone, as sums overflow in one order and not in another"
      }
      if result.verdict == .falsified, violated.allSatisfy({ $0.onlyNaNsDiffering > 0 }) {
        result.reason = "all that differs are NaNs with another sign or payload, which IEEE 754 leaves open"
      }
    }
    // The worst elements of one check are enough.
    result.report = violated.enumerated().flatMap { index, check in
      ["\(check.metric) is \(check.measured ?? "nothing"); \(check.condition)"] + (index == 0 ? check.report : [])
    }
    guard let found = trial.counterexamples.first else { return }
    result.counterexample = ClauseResult.Counterexample(
      origin: found.origin, members: found.members, report: found.report, line: found.line.text)
    result.command = command(for: result.falsifier, line: found.line.text)
  }

  private static func note(_ refusal: LibraryOnTrial.Refusal, _ result: inout ClauseResult) {
    switch refusal {
    case .notExported(let operation): (result.verdict, result.reason) = (.notExported, "\(operation.symbol)")
    case .unsupported(let call): (result.verdict, result.reason) = (.notExported, "\(call) says PV_UNSUPPORTED")
    case .givenUp: (result.verdict, result.reason) = (.falsified, "the other cases were not tried: it failed too often")
    }
  }

  /// What wrong results look like, seen in the same cases once more.
  private func diagnosis(
    _ experiment: Experiment, _ falsifier: Falsifier, _ contract: Contract, onlyFresh: Bool
  ) -> String? {
    library.observations = Observations()
    defer { library.observations = nil }
    _ = try? trial(experiment, falsifier, contract, .trial(freshBy: onlyFresh ? request.seed : nil))
    return library.observations.flatMap { Diagnosis.of($0, onlyFresh: onlyFresh) }
  }

  private func command(for falsifier: String, line: String? = nil) -> String {
    // A case of many numbers is in the report's file; the seed draws it again.
    let what = line.flatMap { $0.utf8.count <= 240 ? "--case '\($0)'" : nil } ?? "--seed \(request.seed)"
    return "pv conform \(PathText.shellWord(request.library)) --falsifier \(falsifier) \(what)"
  }

  private static func line(_ text: String) throws -> ExactCases.Line {
    do { return try ExactCases.Line(Array(text.utf8)) } catch {
      throw ConformanceError.contract("--case", reason: "it is not a case as a report prints it: \(error)")
    }
  }
}
