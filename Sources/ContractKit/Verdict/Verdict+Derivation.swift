extension Verdict {
  /// What a verdict is derived from, beside the falsifier itself.
  struct Context {
    /// The folder with Package.swift.
    var root: String
    var evidenceFolder: String
    /// The contracts given, by id.
    var library: [String: Contract]
    /// The run that is asked about, or nil where evidence/ alone is judged.
    var ledger: Ledger?
    var asOf: CalendarDate
    /// Digests already taken, so that a folder is hashed once for all falsifiers.
    var digests: DigestCache
    /// Who has reproduced the evidence, and on what.
    var witnesses: WitnessBook
  }

  /// Derives the status of a falsifier: see the table in docs/verdicts.md.
  static func derive(_ falsifier: Falsifier, in contract: Contract, _ context: Context) -> Verdict {
    let path = EvidenceFile.relativePath(contract: contract.id, falsifier: falsifier.id.value)
    let hasFile = Files.kind(of: "\(context.evidenceFolder)/\(path)") != nil
    if let blocked = blockedVerdict(falsifier, hasFile: hasFile, asOf: context.asOf) { return blocked }
    guard !falsifier.checks.isEmpty else { return pending([.noChecks]) }
    guard hasFile else {
      return pending([notFinished(falsifier, contract, context) ?? .noEvidence])
    }
    let evidence: Evidence
    let bytes: [UInt8]
    do {
      bytes = try Files.read(path, below: context.evidenceFolder, limit: EvidenceFile.maximumSize)
      evidence = try EvidenceFile.evidence(in: bytes)
    } catch let problem as EvidenceFile.Problem {
      switch problem {
      case .unreadable(let reason): return pending([.unreadable(reason)])
      case .edited: return pending([.edited(problem.description)])
      case .newerSchema(let version): return pending([.newerSchema(version)])
      }
    } catch {
      return pending([.unreadable("\(error)")])
    }
    guard evidence.contract == contract.id, evidence.falsifier == falsifier.id.value else {
      return pending([.misfiled(contract: evidence.contract, falsifier: evidence.falsifier)])
    }
    var stale = staleness(evidence, falsifier, contract, context)
    if let reason = notFinished(falsifier, contract, context) { stale.append(reason) }
    let key = Ledger.Key(contract: contract.id, falsifier: falsifier.id.value)
    if case .finished(let digest) = context.ledger?.outcome(of: key),
      digest != Digest(of: bytes)
    {
      stale.append(.notPromoted)
    }
    guard stale.isEmpty else { return pending(stale, evidence) }
    return judge(evidence, falsifier, witnessed: context.witnesses.variants(of: key))
  }

  /// Judges evidence that is taken as fresh: what a run says of itself.
  ///
  /// - Parameter witnessed: the variants on which other machines have reproduced it.
  public static func judge(
    _ evidence: Evidence, _ falsifier: Falsifier, witnessed: Set<String> = []
  ) -> Verdict {
    let names = falsifier.mutants.map(\.value)
    let checks = falsifier.checks.map { Judge.judge($0, mutants: names, evidence) }
    let mutants = names.map { Judge.judge($0, checks: falsifier.checks, evidence: evidence) }
    let windows = falsifier.checks.compactMap { Window($0, evidence) }
    func verdict(_ status: Status, _ reasons: [Reason]) -> Verdict {
      Verdict(status: status, reasons: reasons, checks: checks, mutants: mutants, windows: windows, evidence: evidence)
    }
    let violated = checks.filter { $0.outcome == .violated }.map { Reason.violated(metric: $0.check.metric.value) }
    guard violated.isEmpty else { return verdict(.falsified, violated) }
    let unmeasured = checks.compactMap { result -> Reason? in
      switch result.outcome {
      case .notMeasured: .notMeasured(metric: result.check.metric.value)
      case .asserted: .asserted(metric: result.check.metric.value)
      case .holds, .violated: nil
      }
    }
    let alive = mutants.compactMap { result -> Reason? in
      switch result.outcome {
      case .killed: nil
      case .survived, .inactive: .survived(mutant: result.name)
      case .didNotRun: .didNotRun(mutant: result.name)
      }
    }
    let unordered = falsifier.orders.map(\.value).filter { evidence.orders[$0] == nil }.map(Reason.orderDidNotRun)
    let missing = unmeasured + alive + unordered
    guard missing.isEmpty else { return verdict(.pending, missing) }
    guard !falsifier.mutants.isEmpty else { return verdict(.pending, [.noMutants]) }
    var partial: [Reason] = falsifier.variants.map(\.value).filter { !witnessed.contains($0) }
      .map { .noWitness(variant: $0) }
    // What the file says of its level is for reading: the inputs decide.
    let level = falsifier.level(ofInputs: evidence.inputs.map(\.sha256))
    if let required = falsifier.requires?.value, level < required {
      partial.append(.levelBelow(required: required, had: level))
    }
    return verdict(partial.isEmpty ? .discharged : .partial, partial)
  }

  static func pending(_ reasons: [Reason], _ evidence: Evidence? = nil) -> Verdict {
    Verdict(status: .pending, reasons: reasons, checks: [], mutants: [], evidence: evidence)
  }

  /// BLOCKED may be declared where something is needed, a reason and a review date stand, the date
  /// has not passed, and no evidence exists; a run could not have been demanded then.
  private static func blockedVerdict(_ falsifier: Falsifier, hasFile: Bool, asOf: CalendarDate) -> Verdict? {
    guard falsifier.status?.value == Status.blocked.rawValue, !hasFile, !falsifier.needs.isEmpty,
      let blocked = falsifier.blocked, asOf <= blocked.review.value
    else { return nil }
    return Verdict(
      status: .blocked, reasons: [.blocked(blocked.reason.value)], checks: [], mutants: [], evidence: nil)
  }

  private static func notFinished(_ falsifier: Falsifier, _ contract: Contract, _ context: Context) -> Reason? {
    guard let ledger = context.ledger else { return nil }
    let outcome = ledger.outcome(of: .init(contract: contract.id, falsifier: falsifier.id.value))
    if case .finished = outcome { return nil }
    // A live falsifier runs only when asked for; its committed evidence holds while it is fresh.
    if outcome == .notReached && falsifier.isLive { return nil }
    return .notFinished(outcome)
  }

  private static func staleness(
    _ evidence: Evidence, _ falsifier: Falsifier, _ contract: Contract, _ context: Context
  ) -> [Reason] {
    var reasons: [Reason] = []
    let claim = ClaimDigest.digest(of: falsifier, in: contract, library: context.library)
    if evidence.claim != claim || evidence.bindsTo != falsifier.bindsTo.map(\.value)
      || evidence.test != falsifier.test?.value
    {
      reasons.append(.claimMoved)
    }
    let test = falsifier.test?.value ?? ""
    guard let testFile = TestReference(test)?.sourcePath(root: context.root) else {
      return reasons + [.testFileMissing(test)]
    }
    let required = SourceDigest.entries(
      testFile: testFile, falsifier: falsifier.id.value,
      implementation: falsifier.watched(in: contract, library: context.library), root: context.root)
    let had = evidence.sources.map(\.path)
    if had != required {
      let (missing, extra) = (Set(required).subtracting(had), Set(had).subtracting(required))
      reasons.append(
        .watchedSetMoved(missing: missing.sorted(by: Files.utf8Order), extra: extra.sorted(by: Files.utf8Order)))
    }
    for source in evidence.sources where required.contains(source.path) {
      do {
        if try context.digests.digest(of: source.path, root: context.root) != source.sha256 {
          reasons.append(.sourceMoved(path: source.path, kind(of: source.path, testFile, falsifier)))
        }
      } catch {
        reasons.append(.sourceUnreadable("\(error)"))
      }
    }
    return reasons
  }
}

extension Verdict {
  /// What moved, in the four ways in which evidence goes stale; the claim is the fourth.
  private static func kind(of path: String, _ testFile: String, _ falsifier: Falsifier) -> SourceKind {
    if path == testFile { return .falsifier }
    if falsifier.fixtures.contains(where: { $0.value == path || $0.value + "/" == path }) { return .input }
    return SourceDigest.alwaysWatched.contains(path) ? .shared : .implementation
  }
}

/// Source digests by entry, taken once.
final class DigestCache {
  private var known: [String: Digest] = [:]

  func digest(of entry: String, root: String) throws -> Digest {
    if let digest = known[entry] { return digest }
    let digest = try SourceDigest.digest(of: entry, root: root)
    known[entry] = digest
    return digest
  }
}
