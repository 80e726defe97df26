import Provenance

/// The verdicts of a set of contracts, and where they differ from what the contracts say.
///
/// The one model behind `pv verify`, the scoreboard, the ship spec's block and the reviewers' index.
public struct Verification: Sendable {
  /// A falsifier with its verdict.
  public struct Entry: Sendable {
    /// The contract that declares the falsifier.
    public var contract: Contract
    /// As declared, with the status that the contract gives it.
    public var falsifier: Falsifier
    /// What was derived; a falsifier of a contract with errors, or without a declared format, is pending.
    public var verdict: Verdict
    /// What its result depends on, as the checkout gives it now; nil where it has none, or the contract is not judged.
    public var key: EvidenceKey?
    /// A waiver stands whose last day has not passed.
    public var isWaived: Bool
    /// It needs weights and was judged by evidence that the run asked about, if any, did not make.
    public var isKept = false

    /// Whether it counts as holding: discharged, and not merely waived.
    public var holds: Bool { verdict.status == .discharged && !isWaived }
  }

  /// A gate with its verdict.
  public struct GateResult: Sendable {
    /// The contract that declares the gate.
    public var contract: Contract
    /// As declared, with the verdict that the contract gives it.
    public var gate: Contract.Gate
    /// What it requires that does not hold, or that none of the files given has.
    public var missing: [String]
    /// What the verdict rests on, in a few words: how much of what is required holds, and what does not.
    public var basis: String
    /// The weakest status of what it requires, as the public format has it.
    public var status: Status
    /// Whether nothing is missing: true also where nothing is required, false where a required
    /// falsifier is waived.
    public var passes: Bool { missing.isEmpty }
    /// `pass` or `fail`.
    public var verdict: String { passes ? "pass" : "fail" }
    /// What it requires that none of the files given has.
    var unknown: [String] = []

    /// Whether it requires something of a file that is there and was not given, so that only the whole project tells.
    func isBeyond(_ index: ContractIndex) -> Bool { unknown.contains(where: index.canBeRequired) }
  }

  /// Where contracts and evidence stand, and as of when they are judged.
  public struct Options {
    /// The folder with Package.swift.
    public var root: String
    /// The folder with one subfolder of evidence a contract; it need not exist.
    public var evidenceFolder: String
    /// The run that must have finished every falsifier; nil where the evidence alone is judged.
    public var ledger: Ledger?
    /// The day, in UTC, on which waivers and review dates are judged; the last day of either still counts.
    public var asOf: CalendarDate
    /// Whether the contracts given are all there are, so that evidence of none of them is a finding.
    public var isWholeProject: Bool
    /// Whether the project asks for a ship specification.
    public var demandsShipSpec = false
    /// Ids of contracts of other repositories, as patterns.
    public var external: [String] = []
    /// What is wrong with the project's settings, which say what is judged.
    public var settings: [Diagnostic] = []
    /// Pages that are held to what there is: files, and folders with some.
    public var pages: [String] = []
    /// The keys that the project trusts.
    public var keys = TrustedKeys.none
    /// What pages and a ship specification may name of `pv`; nil where they are not asked about.
    public var commands: CommandBook?
    /// The names of a trace's stages, for pages; empty where they are not asked about.
    public var stages: Set<String> = []

    /// Options; without a ledger, no falsifier is asked to have finished in a run.
    public init(
      root: String, evidenceFolder: String, ledger: Ledger? = nil, asOf: CalendarDate, isWholeProject: Bool
    ) {
      self.root = root
      self.evidenceFolder = evidenceFolder
      self.ledger = ledger
      self.asOf = asOf
      self.isWholeProject = isWholeProject
    }
  }

  /// The folder with Package.swift.
  public let root: String
  /// The folder with one subfolder of evidence a contract.
  public let evidenceFolder: String
  /// The keys that the project trusts.
  public let trustedKeys: TrustedKeys
  /// The contracts as they were read.
  public let set: ContractSet
  /// What its contracts can name.
  var terms: Terms { self.set.terms }
  /// How many contracts were given, readable or not.
  public let contractCount: Int
  /// Those that could be read, in the order given.
  public let contracts: [Contract]
  /// In the contracts' order.
  public let entries: [Entry]
  /// In the contracts' order, those of one contract as it lists them.
  public let gates: [GateResult]
  /// The questions that hypotheses answer, in the files' order, contracts first.
  public let questions: [JudgedQuestion]
  /// The criteria of ship-spec.md, in its order; none where only a part of the project was given.
  public let criteria: [Criterion]
  /// Machines that reproduced the evidence; see docs/witnesses.md.
  public let witnesses: WitnessBook
  /// Falsifiers of judged contracts that read otherwise than when somebody last vouched for them.
  public let rewordings: [Rewording]
  /// Errors of the contracts, then findings about falsifiers and gates, then, for a whole project,
  /// evidence that belongs to none.
  public private(set) var diagnostics: [Diagnostic]

  /// Judges contracts against evidence; every file is judged on its own.
  public init(_ set: ContractSet, options: Options) {
    let files = set.files
    self.set = set
    (root, evidenceFolder, trustedKeys) = (options.root, options.evidenceFolder, options.keys)
    contractCount = files.count(where: \.isContract)
    contracts = files.compactMap(\.contract)
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
    self.witnesses = witnesses
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
    entries = contracts.flatMap { contract in
      contract.falsifiers.map { falsifier in
        let isWaived = falsifier.waiver.map { options.asOf <= $0.until.value } ?? false
        if let reason = unfit(contract) {
          return Entry(contract: contract, falsifier: falsifier, verdict: .pending([reason]), isWaived: isWaived)
        }
        let verdict = Verdict.derive(falsifier, in: contract, context)
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
    questions =
      HypothesisJudge(
        ordered.flatMap { file in file.hypotheses.map { .init(hypothesis: $0, path: file.path) } }, entries
      ).questions
    gates = GateJudge(contracts, entries, questions).results
    rewordings = contracts.filter { unfit($0) == nil }
      .flatMap { Rewording.all(in: $0, bindings, library: library) }
    let specification = options.isWholeProject ? Specification(options, entries, gates) : nil
    criteria = specification?.criteria ?? []
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
    self.diagnostics = diagnostics
    let prose = ProseFindings(self, root: options.root)
    self.diagnostics += prose.findings(contracts: files)
    guard options.isWholeProject else { return }
    self.diagnostics += prose.findings(root: options.root, listed: options.pages)
    guard !options.pages.isEmpty else { return }
    self.diagnostics += PageFindings(self, options).findings(options.pages)
  }

  /// Adds a finding for each gate that fails.
  public mutating func rejectFailingGates() { diagnostics += gates.compactMap(VerdictFindings.failing) }

  /// Adds findings about the whole.
  mutating func add(_ findings: [Diagnostic]) { diagnostics += findings }
}
