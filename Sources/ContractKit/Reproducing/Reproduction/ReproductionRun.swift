import Synchronization

/// Runs falsifiers again under variations, in a scratch folder, and compares with what is committed.
public struct ReproductionRun: Sendable {
  /// A falsifier that is to be reproduced.
  public struct Subject: Sendable {
    /// Which one.
    public let key: Ledger.Key
    /// The clauses that it binds, as written.
    package let clauses: [String]
    /// `MODULE.CLASS/METHOD`; empty where a program records it.
    public let test: String
    /// Whether a program records it.
    package let isRecorded: Bool
    /// The falsifier, where its bits vary and so its thresholds are compared; nil where every byte is.
    package let varying: Falsifier?
    /// Whether the committed evidence is fresh.
    package let isFresh: Bool

    /// A falsifier with what runs it.
    public init(
      key: Ledger.Key, clauses: [String], test: String, isRecorded: Bool = false, varying: Falsifier? = nil,
      isFresh: Bool = true
    ) {
      self.isRecorded = isRecorded
      self.varying = varying
      self.key = key
      self.clauses = clauses
      self.test = test
      self.isFresh = isFresh
    }
  }

  private let subjects: [Subject]
  private let root: String
  private let evidenceFolder: String
  private let scratch: String
  private let width: Int
  private let pool: ProcessPool
  private let fresh: [Ledger.Key: Verification.Fresh]
  private let variables: Set<String>

  /// A run; nothing is started.
  ///
  /// - Parameters:
  ///   - evidenceFolder: what is committed; only read.
  ///   - scratch: an empty folder that everything is written to.
  ///   - width: how many tests run at a time where each has its own process.
  ///   - fresh: falsifiers that are not run; the ledger of each variation shows them as fresh.
  ///   - variables: what the project's own variations set in the environment; nothing of it is taken from outside.
  public init(
    _ subjects: [Subject], root: String, evidenceFolder: String, scratch: String, width: Int, pool: ProcessPool,
    fresh: [Ledger.Key: Verification.Fresh] = [:], variables: Set<String> = []
  ) {
    self.subjects = subjects
    self.fresh = fresh
    self.variables = variables
    self.root = root
    self.evidenceFolder = evidenceFolder
    self.scratch = scratch
    self.width = width
    self.pool = pool
  }

  /// Runs all falsifiers under one variation.
  ///
  /// - Parameters:
  ///   - tests: the package's tests; nil where every subject is recorded.
  ///   - progress: called from any thread with how many tests and programs have ended.
  /// - Returns: one result a falsifier; those that an interruption kept from ending are left out.
  package func results(
    under variation: Variation, _ tests: FalsifierTests?, progress: @Sendable (Int) -> Void
  ) throws -> [Reproduction.Result] {
    let folder = "\(scratch)/\(variation.name)"
    try Files.makeFolder(folder)
    for (key, entry) in fresh {
      try Ledger.record(.fresh(entry.result, key: entry.key), for: key, in: "\(folder)/ledger.jsonl")
    }
    try run(subjects, under: variation, tests, into: folder, keepsArrays: false, progress)
    let ledger = try? Ledger(path: "\(folder)/ledger.jsonl")
    return try subjects.compactMap { subject in
      let outcome = ledger?.outcome(of: subject.key) ?? .notReached
      guard case .finished = outcome else {
        return pool.isInterrupted ? nil : result(subject, variation, .notFinished(outcome))
      }
      return result(subject, variation, try compare(subject, variation, tests, folder))
    }
  }

  /// A test that should have shown what a variation moves, and wrote nothing without it.
  package struct NoProbe: Error, CustomStringConvertible {
    /// What was run.
    package let test: String
    /// The test, and what it should do.
    package var description: String { "\(test) wrote nothing to the file that PV_PROBE names" }
  }

  /// Whether a variation moves nothing on this machine, so that running falsifiers under it would show nothing.
  ///
  /// Its test is run with and without it; the variation is void where both write the same bytes. One under which the
  /// test writes nothing is not void: the falsifiers will tell why.
  ///
  /// - Throws: `NoProbe` where the test writes nothing without the variation.
  package func isVoid(_ variation: Variation, _ tests: FalsifierTests) throws -> Bool {
    guard let test = variation.moves else { return false }
    func bits(under condition: Variation) throws -> [UInt8]? {
      let folder = "\(scratch)/probes/\(condition.name)"
      let path = "\(folder)/\(test.split(separator: "/").joined(separator: "-"))"
      if Files.kind(of: path) == nil {
        try Files.makeFolder(folder)
        var environment = condition.environment
        environment["PV_PROBE"] = path
        let job = ProcessPool.Job(
          words: tests.command([test], under: condition), environment: environment,
          removed: variables.union(["PV_ORDER", "PV_ARRAYS"]), folder: root, log: "\(folder)/log.txt")
        pool.run([job], width: 1) { _ in }
      }
      return Files.kind(of: path) == nil ? nil : try Files.read(path)
    }
    guard let without = try bits(under: .none) else {
      if pool.isInterrupted { return false }
      throw NoProbe(test: test)
    }
    return try bits(under: variation) == without
  }

  private func result(
    _ subject: Subject, _ variation: Variation, _ outcome: Reproduction.Outcome
  ) -> Reproduction.Result {
    Reproduction.Result(
      variation: variation.name, key: subject.key, clauses: subject.clauses, wasFresh: subject.isFresh,
      outcome: outcome)
  }

  private func compare(
    _ subject: Subject, _ variation: Variation, _ tests: FalsifierTests?, _ folder: String
  ) throws -> Reproduction.Outcome {
    let path = EvidenceFile.relativePath(contract: subject.key.contract, falsifier: subject.key.falsifier)
    let again = try Files.read("\(folder)/evidence/\(path)", limit: EvidenceFile.maximumSize)
    let committed: [UInt8]
    let before: JSON
    do {
      committed = try Files.read("\(evidenceFolder)/\(path)", limit: EvidenceFile.maximumSize)
      if committed == again { return .same(try EvidenceFile.read(committed).result) }
      before = try JSON(reading: committed)
    } catch { return .noEvidence("\(error)") }
    let differences = EvidenceDifference.all(committed: before, again: try JSON(reading: again))
    if let varying = subject.varying {
      let (old, result) = try EvidenceFile.read(committed)
      let isSame = Verdict.judge(old, varying).isDecided(
        as: Verdict.judge(try EvidenceFile.read(again).evidence, varying))
      return isSame ? .same(result) : .differs(differences, element: nil)
    }
    let isArray = differences.contains { ["inputs", "outputs"].contains($0.place.first) }
    return .differs(
      differences, element: isArray ? try element(subject, variation, tests, try JSON(reading: again)) : nil)
  }

  /// Evidence holds digests of arrays, not the arrays: both runs are made once more, and keep them.
  private func element(
    _ subject: Subject, _ variation: Variation, _ tests: FalsifierTests?, _ evidence: JSON
  ) throws -> ElementDifference? {
    let (plain, varied) = ("\(scratch)/arrays/unvaried", "\(scratch)/arrays/\(variation.name)")
    for (folder, condition) in [(plain, Variation.none), (varied, variation)] {
      try run([subject], under: condition, tests, into: folder, keepsArrays: true) { _ in }
    }
    let own = "arrays/\(subject.key.contract)/\(subject.key.falsifier)"
    for kind in ["inputs", "outputs"] {
      for array in evidence[kind]?.array ?? [] {
        guard let name = array["name"]?.string, let dtype = array["dtype"]?.string else { continue }
        let file = "\(own)/\(kind)/\(ArrayFile.name(name))"
        guard let left = try? Files.read("\(plain)/\(file)", limit: .max),
          let right = try? Files.read("\(varied)/\(file)", limit: .max)
        else { continue }
        let shape = array["shape"]?.array?.compactMap(\.integer) ?? []
        if let found = ElementDifference.first(
          of: name, unvaried: left, varied: right, size: ArrayFile.elementSize(dtype), shape: shape)
        {
          return found
        }
      }
    }
    return nil
  }

  private func run(
    _ subjects: [Subject], under variation: Variation, _ tests: FalsifierTests?, into folder: String,
    keepsArrays: Bool, _ progress: @Sendable (Int) -> Void
  ) throws {
    let elsewhere = "\(folder)/elsewhere"
    try Files.makeFolder(elsewhere)
    var environment = variation.environment
    environment["PV_RUN"] = folder
    environment["PV_EVIDENCE"] = "\(folder)/evidence"
    if keepsArrays { environment["PV_ARRAYS"] = "1" }
    let names = subjects.filter { !$0.isRecorded }.map(\.test)
    let groups =
      names.isEmpty ? [] : variation.isTogether ? [names] : Set(names).sorted(by: Files.utf8Order).map { [$0] }
    let testing = tests.map { tests in groups.map { tests.command($0, under: variation) } } ?? []
    let recording = subjects.filter(\.isRecorded).map { subject in
      variation.wrapper + [Surroundings.program, "record", "\(subject.key.contract)/\(subject.key.falsifier)"]
    }
    let jobs = (testing + recording).enumerated().map { index, words in
      ProcessPool.Job(
        words: words, environment: environment,
        // What the caller's surroundings force must not hide what a variation changes.
        removed: variables.union(["PV_ORDER", "PV_ARRAYS"]),
        // A program that records starts in the package, wherever it was asked for.
        folder: variation.isElsewhere && index < testing.count ? elsewhere : root, log: "\(folder)/log-\(index).txt")
    }
    pool.run(jobs, width: width, ended: progress)
  }
}

extension Verdict {
  /// Whether every check and every mutant came out as in another one, whatever was measured.
  fileprivate func isDecided(as other: Verdict) -> Bool {
    status == other.status && checks.map(\.outcome) == other.checks.map(\.outcome)
      && mutants.map(\.outcome) == other.mutants.map(\.outcome)
  }
}
