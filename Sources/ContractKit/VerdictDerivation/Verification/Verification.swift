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
    package var verdict: Verdict
    /// What its result depends on, as the checkout gives it now; nil where it has none, or the contract is not judged.
    public var key: EvidenceKey?
    /// A waiver stands whose last day has not passed.
    package var isWaived: Bool
    /// It needs weights and was judged by evidence that the run asked about, if any, did not make.
    package var isKept = false

    package init(
      contract: Contract, falsifier: Falsifier, verdict: Verdict, key: EvidenceKey? = nil, isWaived: Bool,
      isKept: Bool = false
    ) {
      self.contract = contract
      self.falsifier = falsifier
      self.verdict = verdict
      self.key = key
      self.isWaived = isWaived
      self.isKept = isKept
    }

    /// Whether it counts as holding: discharged, and not merely waived.
    public var holds: Bool { verdict.status == .discharged && !isWaived }
  }

  /// A gate with its verdict.
  package struct GateResult: Sendable {
    /// The contract that declares the gate.
    package var contract: Home
    /// As declared, with the verdict that the contract gives it.
    package var gate: DeclaredGate
    /// What it requires that does not hold, or that none of the files given has.
    package var missing: [String]
    /// What the verdict rests on, in a few words: how much of what is required holds, and what does not.
    package var basis: String
    /// The weakest status of what it requires, as the public format has it.
    package var status: Status
    /// Whether nothing is missing: true also where nothing is required, false where a required
    /// falsifier is waived.
    package var passes: Bool { missing.isEmpty }
    /// `pass` or `fail`.
    package var verdict: String { passes ? "pass" : "fail" }
    /// What it requires that none of the files given has.
    var unknown: [String] = []

    /// Whether it requires something of a file that is there and was not given, so that only the whole project tells.
    package func isBeyond(_ index: ContractIndex) -> Bool { unknown.contains(where: index.canBeRequired) }
  }

  /// Where contracts and evidence stand, and as of when they are judged.
  public struct Options {
    /// The folder with Package.swift.
    public var root: String
    /// The folder with one subfolder of evidence a contract; it need not exist.
    package var evidenceFolder: String
    /// The run that must have finished every falsifier; nil where the evidence alone is judged.
    public var ledger: Ledger?
    /// The day, in UTC, on which waivers and review dates are judged; the last day of either still counts.
    public var asOf: CalendarDate
    /// Whether the contracts given are all there are, so that evidence of none of them is a finding.
    package var isWholeProject: Bool
    /// Whether the project asks for a ship specification.
    package var demandsShipSpec = false
    /// Ids of contracts of other repositories, as patterns.
    package var external: [String] = []
    /// What is wrong with the project's settings, which say what is judged.
    package var settings: [Diagnostic] = []
    /// Pages that are held to what there is: files, and folders with some.
    package var pages: [String] = []
    /// The keys that the project trusts.
    public var keys = TrustedKeys.none
    /// What pages and a ship specification may name of `pv`; nil where they are not asked about.
    package var commands: CommandBook?
    /// The names of a trace's stages, for pages; empty where they are not asked about.
    package var stages: Set<String> = []
    /// Told of how many files, of all, the contracts have been judged; nil where nobody waits.
    package var progress: ((_ judged: Int, _ files: Int) -> Void)?

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
  package let evidenceFolder: String
  /// The keys that the project trusts.
  package let trustedKeys: TrustedKeys
  /// What contracts can name.
  package let terms: Terms
  /// What contracts can name in one another.
  package let index: ContractIndex
  /// The texts that findings point into.
  public let sources: SourceTexts
  /// How many contracts were given, readable or not.
  package let contractCount: Int
  /// The paths of files of which it is not known what they are.
  package let unreadable: [String]
  /// How many files among the contracts other tools read.
  package let foreignCount: Int
  /// What is kept of the contracts that could be read, in the order given.
  package let standings: [ContractStanding]
  /// Where their falsifiers stand.
  package let bearers: Bearers
  /// In the contracts' order, those of one contract as it lists them.
  package let gates: [GateResult]
  /// The questions that hypotheses answer, in the files' order, contracts first.
  package let questions: [JudgedQuestion]
  /// The criteria of ship-spec.md, in its order; none where only a part of the project was given.
  package let criteria: [Criterion]
  /// Machines that reproduced the evidence; see docs/witnesses.md.
  package let witnesses: WitnessBook
  /// Claims of a variant whose evidence no witness has reproduced on it.
  package let unwitnessed: [(falsifier: String, variant: String)]
  /// Falsifiers of judged contracts that read otherwise than when somebody last vouched for them.
  package let rewordings: [Rewording]
  /// Errors of the contracts, then findings about falsifiers and gates, then, for a whole project,
  /// evidence that belongs to none.
  public private(set) var diagnostics: [Diagnostic]
  /// What is wrong with the paths that were given.
  package let pathDiagnostics: [Diagnostic]
  private let judged: JudgedContracts

  /// What a driver has judged.
  package struct Judgment {
    package var inputs: ContractInputs
    package var index: ContractIndex
    package var sources: SourceTexts
    package var contractCount: Int
    package var unreadable: [String]
    package var foreignCount: Int
    package var standings: [ContractStanding]
    package var bearers: Bearers
    package var gates: [GateResult]
    package var questions: [JudgedQuestion]
    package var criteria: [Criterion]
    package var unwitnessed: [(falsifier: String, variant: String)]
    package var rewordings: [Rewording]
    package var diagnostics: [Diagnostic]

    package init(
      inputs: ContractInputs, index: ContractIndex, sources: SourceTexts, contractCount: Int,
      unreadable: [String], foreignCount: Int, standings: [ContractStanding], bearers: Bearers, gates: [GateResult],
      questions: [JudgedQuestion],
      criteria: [Criterion], unwitnessed: [(falsifier: String, variant: String)], rewordings: [Rewording],
      diagnostics: [Diagnostic]
    ) {
      (self.inputs, self.index, self.sources) = (inputs, index, sources)
      (self.contractCount, self.unreadable, self.foreignCount) = (contractCount, unreadable, foreignCount)
      (self.standings, self.bearers, self.gates, self.questions) = (standings, bearers, gates, questions)
      (self.criteria, self.unwitnessed, self.rewordings) = (criteria, unwitnessed, rewordings)
      self.diagnostics = diagnostics
    }
  }

  /// What a driver has judged.
  package init(_ judgment: Judgment, _ judged: JudgedContracts, _ options: Options) {
    (root, evidenceFolder, trustedKeys) = (options.root, options.evidenceFolder, options.keys)
    (terms, pathDiagnostics) = (judgment.inputs.terms, judgment.inputs.diagnostics)
    (index, sources) = (judgment.index, judgment.sources)
    (contractCount, foreignCount) = (judgment.contractCount, judgment.foreignCount)
    unreadable = judgment.unreadable
    (standings, bearers) = (judgment.standings, judgment.bearers)
    (gates, questions, criteria) = (judgment.gates, judgment.questions, judgment.criteria)
    (unwitnessed, rewordings, diagnostics) = (judgment.unwitnessed, judgment.rewordings, judgment.diagnostics)
    witnesses = judged.witnesses
    self.judged = judged
  }

  // MARK: What is read again

  /// The contracts as they were read, all of them: they are read again, and kept from then on.
  public var set: ContractSet {
    ContractSet(files: judged.allFiles, diagnostics: pathDiagnostics, terms: terms, index: index)
  }

  /// Those that could be read, in the order given; as for ``set``.
  public var contracts: [Contract] { judged.allContracts }

  /// The falsifiers with all that was derived of them, in the contracts' order; judged again, and kept from then on.
  package var entries: [Entry] { judged.allEntries }

  /// The contract that something was kept of; nil where its file has changed since and is none any more.
  public func contract(_ standing: ContractStanding) -> Contract? { judged.read(standing.file).contract }

  /// The first falsifier with an id, with all that was derived of it; nil where there is none.
  package func entry(called id: String) -> Entry? { bearers[id].first.flatMap(entry) }

  /// A falsifier with all that was derived of it; nil where the contract has changed since.
  package func entry(_ place: Bearers.Place) -> Entry? {
    let entries = judged.entries(standings[place.contract].file)
    return entries.indices.contains(place.falsifier) ? entries[place.falsifier] : nil
  }

  /// The contracts that are built on one, directly or through others, itself left out.
  package func dependents(of contract: String) -> Set<String> { index.dependents(of: contract) }

  /// Adds a finding for each gate that fails.
  package mutating func rejectFailingGates() { diagnostics += gates.compactMap(VerdictFindings.failing) }

  /// Adds findings about the whole.
  package mutating func add(_ findings: [Diagnostic]) { diagnostics += findings }
}
