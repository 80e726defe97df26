import Provenance

extension Verification {
  /// Judges contracts against evidence; every file is judged on its own.
  public init(_ set: ContractSet, options: Options) {
    let files = set.files
    let contracts = set.contracts
    let library = Dictionary(contracts.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let keys = KeyBook(root: options.root)
    let bindings = Bindings(folder: options.evidenceFolder)
    let witnesses = WitnessBook(
      folder: PathText.shown("\(options.root)/witnesses"), evidenceFolder: options.evidenceFolder, keys: options.keys
    ) { key in
      library[key.contract].flatMap { contract in
        contract.falsifier(key.falsifier).flatMap {
          try? keys.key(of: $0, in: contract, library: library).implementation
        }
      }
    }
    let context = Verdict.Context(
      root: options.root, evidenceFolder: options.evidenceFolder, library: library, ledger: options.ledger,
      asOf: options.asOf, keys: keys, bindings: bindings, witnesses: witnesses)
    // What cannot be decoded is left out of a contract, a check for instance: judging the rest could
    // discharge a claim that nothing has tried. Judged by the catalogue alone: a suppression or a milder
    // severity lets a contract pass, and never makes a broken one fit to be judged.
    var filter = FindingFilter.none
    filter.external = options.external.map(PathPattern.init)
    let errors = Validation(set, today: options.asOf, filter: filter).diagnostics.filter { $0.severity == .error }
    let invalid = Set(errors.map(\.path))
    func unfit(_ contract: Contract) -> Verdict.Reason? {
      invalid.contains(contract.path) ? .contractInvalid : contract.isStrict ? nil : .formatUndeclared
    }
    let entries = Self.withEvidence(contracts, options) { unfit($0) == nil }.flatMap { contract, found in
      zip(contract.falsifiers, found).map { falsifier, found in
        let isWaived = falsifier.waiver.map { options.asOf <= $0.until.value } ?? false
        if let reason = unfit(contract) {
          return Entry(contract: contract, falsifier: falsifier, verdict: .pending([reason]), isWaived: isWaived)
        }
        let verdict = Verdict.derive(falsifier, in: contract, found, context)
        let key = Ledger.Key(contract: contract.id, falsifier: falsifier.id.value)
        var isOfTheRun = false
        if case .finished = options.ledger?.outcome(of: key) { isOfTheRun = true }
        return Entry(
          contract: contract, falsifier: falsifier, verdict: verdict,
          key: try? context.key(of: falsifier, in: contract), isWaived: isWaived,
          isKept: falsifier.isLive && verdict.isJudged && !isOfTheRun)
      }
    }
    let ordered = files.filter(\.isContract) + files.filter { !$0.isContract }
    let questions =
      HypothesisJudge(
        ordered.flatMap { file in file.hypotheses.map { .init(hypothesis: $0, path: file.path) } }, entries
      ).questions
    let gates = GateJudge(contracts, entries, questions).results
    let rewordings = contracts.filter { unfit($0) == nil }
      .flatMap { Rewording.all(in: $0, bindings, library: library) }
    let specification = options.isWholeProject ? Specification(options, entries, gates) : nil
    let criteria = specification?.criteria ?? []
    var diagnostics = errors
    diagnostics += entries.flatMap { VerdictFindings.findings(for: $0, options) }
    diagnostics += entries.flatMap { BindingFindings.misplaced($0, library: library) }
    let byPath = Dictionary(grouping: entries, by: \.contract.path)
    diagnostics += contracts.filter { unfit($0) == nil }.flatMap { OwnFaults($0, byPath[$0.path] ?? []).findings }
    diagnostics += contracts.compactMap { VerdictFindings.undeclared($0, options) }
    diagnostics += contracts.filter { unfit($0) == nil }
      .flatMap { BindingFindings.findings(of: $0, bindings, options) }
    diagnostics += rewordings.map(\.diagnostic)
    let isWhole = options.isWholeProject
    diagnostics += gates.filter { isWhole || !$0.isBeyond(set.index) }.flatMap(VerdictFindings.findings(for:))
    diagnostics += questions.flatMap(\.hypotheses).compactMap(HypothesisFindings.finding)
    if options.isWholeProject {
      diagnostics += options.settings + options.keys.diagnostics + witnesses.diagnostics
      diagnostics += TableFindings.findings(root: options.root)
      diagnostics += Self.findings(about: specification, options)
    }
    if options.isWholeProject && set.diagnostics.isEmpty {
      diagnostics += VerdictFindings.orphans(entries, files: files, options)
    }
    self.init(
      set, options, entries: entries, gates: gates, questions: questions, criteria: criteria, witnesses: witnesses,
      rewordings: rewordings, diagnostics: diagnostics)
    let prose = ProseFindings(self, root: options.root)
    add(prose.findings(contracts: files))
    guard options.isWholeProject else { return }
    add(prose.findings(root: options.root, listed: options.pages))
    guard !options.pages.isEmpty else { return }
    add(PageFindings(self, options).findings(options.pages))
  }

  /// Contracts with what stands where the evidence of each of their falsifiers belongs; nothing where a contract is not
  /// judged.
  ///
  /// Files are read by all processors, those of some contracts at a time, so that what was read and not yet judged takes
  /// little memory.
  private static func withEvidence(
    _ contracts: [Contract], _ options: Options, isJudged: @escaping (Contract) -> Bool
  ) -> some Sequence<(contract: Contract, found: [FoundEvidence])> {
    let folder = options.evidenceFolder
    let (piece, count) = (64, contracts.count)
    return stride(from: 0, to: count, by: piece).lazy.flatMap { start in
      options.progress?(start, count)
      let some = contracts[start..<min(start + piece, count)]
      let wanted = some.flatMap { contract in
        contract.falsifiers.map { (contract.id, $0.id.value, isJudged(contract)) }
      }
      var found = Parallel.map(wanted) { contract, falsifier, isJudged in
        isJudged ? FoundEvidence(of: falsifier, in: contract, below: folder) : .nothing
      }[...]
      return some.map { contract -> (contract: Contract, found: [FoundEvidence]) in
        defer { found = found.dropFirst(contract.falsifiers.count) }
        return (contract, Array(found.prefix(contract.falsifiers.count)))
      }
    }
  }
}
