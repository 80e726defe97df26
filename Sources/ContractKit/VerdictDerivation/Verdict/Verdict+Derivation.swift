import Provenance

extension Verdict {
  /// What a verdict is derived from, beside the falsifier itself.
  package struct Context: Sendable {
    /// The folder with Package.swift.
    package var root: String
    package var evidenceFolder: String
    /// The contracts given, by id.
    package var library: any ContractLookup
    /// The run that is asked about, or nil where evidence/ alone is judged.
    package var ledger: Ledger?
    package var asOf: CalendarDate
    /// What the checkout gives now.
    package var keys: KeyBook
    package var bindings: Bindings
    /// Who has reproduced the evidence, and on what.
    package var witnesses: WitnessBook

    package init(
      root: String, evidenceFolder: String, library: any ContractLookup, ledger: Ledger? = nil, asOf: CalendarDate,
      keys: KeyBook, bindings: Bindings, witnesses: WitnessBook
    ) {
      self.root = root
      self.evidenceFolder = evidenceFolder
      self.library = library
      self.ledger = ledger
      self.asOf = asOf
      self.keys = keys
      self.bindings = bindings
      self.witnesses = witnesses
    }
  }

  /// Derives the status of a falsifier: see the table in docs/verdicts.md.
  ///
  /// - Parameters:
  ///   - found: what stands where its evidence belongs.
  ///   - key: what its result depends on, or why there is none.
  package static func derive(
    _ falsifier: Falsifier, in contract: Contract, _ found: FoundEvidence, key: Result<EvidenceKey, any Error>,
    _ context: Context
  ) -> Verdict {
    var hasFile = true
    if case .nothing = found { hasFile = false }
    if let blocked = blockedVerdict(falsifier, hasFile: hasFile, asOf: context.asOf) { return blocked }
    guard !falsifier.checks.isEmpty else { return pending([.noChecks]) }
    let evidence: Evidence
    let result: Digest
    switch found {
    case .nothing: return pending([notFinished(falsifier, contract, context) ?? .noEvidence])
    case .refused(let reason): return pending([reason])
    case .evidence(let read, result: let digest): (evidence, result) = (read, digest)
    }
    var stale = staleness(result, falsifier, contract, key, context)
    let executed = context.binding(of: contract)?.entries[falsifier.id.value]?.executed ?? [:]
    if let reason = notFinished(falsifier, contract, context) { stale.append(reason) }
    let name = Ledger.Key(contract: contract.id, falsifier: falsifier.id.value)
    switch context.ledger?.outcome(of: name) {
    case .finished(let measured, key: _) where measured != result: stale.append(.notPromoted)
    case .fresh(let entered, let enteredKey)
    where entered != result || (try? key.get().digest) != enteredKey:
      stale.append(.enteredOtherwise)
    default: break
    }
    var verdict =
      stale.isEmpty
      ? judge(
        evidence, falsifier, terms: contract.terms,
        unshown: Execution.unshown(executed, falsifier, in: contract, library: context.library),
        witnessed: context.witnesses.variants(of: name)) : pending(stale, evidence)
    if verdict.isJudged { verdict.executed = executed }
    verdict.result = result
    return verdict
  }

  /// Judges evidence that is taken as fresh: what a run says of itself.
  ///
  /// - Parameters:
  ///   - terms: what the falsifier's contract can name.
  ///   - unshown: what is not shown of the execution of the implementation.
  ///   - witnessed: the variants on which other machines have reproduced it.
  package static func judge(
    _ evidence: Evidence, _ falsifier: Falsifier, terms: Terms = .builtIn, unshown: [Reason] = [],
    witnessed: Set<String> = []
  ) -> Verdict {
    let names = falsifier.mutants.map(\.value)
    let mutants = names.enumerated().map {
      Judge.judge($1, after: names[..<$0], checks: falsifier.checks, evidence: evidence)
    }
    let checks = falsifier.checks.map { Judge.judge($0, mutants: mutants, evidence) }
    let impostors = Judge.impostors(falsifier, evidence)
    let windows = falsifier.checks.compactMap { Window($0, evidence, terms) }
    func verdict(_ status: Status, _ reasons: [Reason]) -> Verdict {
      Verdict(
        status: status, reasons: reasons, checks: checks, mutants: mutants, impostors: impostors, windows: windows,
        evidence: evidence)
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
      case .repeats(let other): .repeats(mutant: result.name, other: other)
      }
    }
    let unordered = falsifier.orders.map(\.value).filter { evidence.orders[$0] == nil }.map(Reason.orderDidNotRun)
    let untried = Judge.withoutImpostors(falsifier, evidence).map { Reason.noImpostors(metric: $0) }
    let missing =
      unmeasured + otherBounds(falsifier, evidence) + outsideDomain(falsifier, evidence) + alive + unordered + untried
      + impostors.filter(\.isOpen).map(Reason.init) + (Judge.seesNone(impostors) ? [.seesNoImpostor] : [])
      + unshown.filter(\.isNotExecuted)
    guard missing.isEmpty else { return verdict(.pending, missing) }
    guard !falsifier.mutants.isEmpty else { return verdict(.pending, [.noMutants]) }
    // Killed, all of them: so far nothing is missing.
    guard mutants.contains(where: { !$0.isConstant }) else {
      return verdict(.pending, [.onlyConstantMutants])
    }
    var partial: [Reason] =
      unshown
      + falsifier.variants.map(\.value).filter { !witnessed.contains($0) }.map { .noWitness(variant: $0) }
    // What the file says of its level is for reading: the inputs decide.
    let level = falsifier.level(ofInputs: evidence.inputs.map(\.sha256))
    if let required = falsifier.requires?.value, level < required {
      partial.append(.levelBelow(required: required, had: level))
    }
    return verdict(partial.isEmpty ? .discharged : .partial, partial)
  }

  /// The measured checks whose bound is not the one that was evaluated.
  private static func otherBounds(_ falsifier: Falsifier, _ evidence: Evidence) -> [Reason] {
    falsifier.checks.compactMap { check in
      guard NamedBound.isNeeded(by: check.metric.value), evidence.measurements[check.metric.value] != nil else {
        return nil
      }
      let evaluated = evidence.bounds[check.subject] ?? []
      guard evaluated != check.bound else { return nil }
      return .otherBound(
        metric: check.metric.value, evaluated: evaluated.isEmpty ? "of nothing" : evaluated.text,
        named: check.bound.isEmpty ? "none" : check.bound.text)
    }
  }

  private static func outsideDomain(_ falsifier: Falsifier, _ evidence: Evidence) -> [Reason] {
    let weights = Set(falsifier.weights.compactMap { $0.sha256?.value.lowercased() })
    return (falsifier.domain?.unmet(by: evidence, isExact: falsifier.exact != nil, weights: weights) ?? [])
      .map(Reason.outsideDomain)
  }

  package static func pending(_ reasons: [Reason], _ evidence: Evidence? = nil) -> Verdict {
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
    switch outcome {
    case .finished, .fresh: return nil
    // It runs only where its weights are; its committed evidence holds while it is fresh. What was asked for and not
    // reached is no such thing, nor is what needed weights only when the run began.
    case .unasked where falsifier.isLive: return nil
    case .unasked, .skipped, .aborted, .crashed, .notReached: return .notFinished(outcome)
    }
  }

  private static func staleness(
    _ result: Digest, _ falsifier: Falsifier, _ contract: Contract, _ key: Result<EvidenceKey, any Error>,
    _ context: Context
  ) -> [Reason] {
    let id = falsifier.id.value
    let binding: Binding
    switch context.bindings[contract.id] {
    case .none: return [.notBound]
    case .failure(let problem): return [.bindingUnreadable(problem.description)]
    case .success(let read): binding = read
    }
    guard !binding.broken.contains(id) else { return [.bindingEdited] }
    guard let bound = binding.entries[id] else { return [.notBound] }
    var reasons: [Reason] = []
    let paths = falsifier.implementation(in: contract, library: context.library).map(\.value)
    if Set(paths) != Set(bound.executed.keys) { reasons.append(.implementationMoved) }
    if bound.claim != ClaimDigest.digest(of: falsifier, in: contract, library: context.library) {
      reasons.append(.claimMoved)
    }
    do {
      let key = try key.get()
      if key.digest != bound.key {
        let moved = binding.moved(in: key, others: context.members(of: contract))
        reasons += moved.members.map { .memberMoved($0.name, $0.kind) } + moved.gone.map { .memberGone($0) }
        if moved.members.isEmpty && moved.gone.isEmpty { reasons.append(.keyMoved) }
      }
    } catch KeyProblem.noScript {
      return reasons + [.scriptMissing(falsifier.runner ?? "")]
    } catch KeyProblem.noTestFile(let test) {
      return reasons + [.testFileMissing(test)]
    } catch {
      reasons.append(.sourceUnreadable("\(error)"))
    }
    if bound.result != result { reasons.append(.otherResult) }
    return reasons
  }
}

extension Verdict.Context {
  /// What binds a contract's results; nil where nothing that can be read does.
  func binding(of contract: Contract) -> Binding? { try? bindings[contract.id]?.get() }

  /// The members of all falsifiers of a contract.
  fileprivate func members(of contract: Contract) -> Set<String> {
    keys.keys(of: contract, library: library).values.reduce(into: []) { names, key in
      names.formUnion((key?.members ?? []).map(\.name))
    }
  }
}

/// The bindings of an evidence folder; those that were read last are kept.
package final class Bindings: Sendable {
  private let folder: String
  private let known = Memo<String, Result<Binding, Binding.Problem>?>(capacity: 128)

  package init(folder: String) { self.folder = folder }

  /// The binding of a contract; nil where none stands there.
  subscript(contract: String) -> Result<Binding, Binding.Problem>? {
    known.value(of: contract) { read(contract) }
  }

  private func read(_ contract: String) -> Result<Binding, Binding.Problem>? {
    let path = Binding.relativePath(contract: contract)
    guard Files.kind(of: "\(folder)/\(path)") != nil else { return nil }
    let bytes: [UInt8]
    do { bytes = try Files.read(path, below: folder, limit: EvidenceFile.maximumSize) } catch {
      return .failure(.unreadable(line: 1, "cannot be read: \(error)"))
    }
    do { return .success(try Binding(reading: bytes)) } catch { return .failure(error) }
  }
}
