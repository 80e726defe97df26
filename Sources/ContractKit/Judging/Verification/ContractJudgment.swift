/// What is kept of a contract that has been judged against its evidence, beside the counts.
final class ContractJudgment: Sendable {
  let standing: Verification.ContractStanding
  let gates: [GateJudge.Placed]
  /// Clauses of other contracts that its falsifiers bind, and whether these hold.
  let bound: [(clause: ClauseReference, holds: Bool)]
  let rewordings: [Rewording]
  /// Claims of a variant whose evidence no witness has reproduced on it.
  let unwitnessed: [(falsifier: String, variant: String)]
  /// What is wrong, in the groups in which it is told.
  let findings: Findings
  /// Whether a number in its texts points at something.
  let hasNumbers: Bool

  struct Findings: Sendable {
    var verdicts: [Diagnostic] = []
    var misplaced: [Diagnostic] = []
    var ownFaults: [Diagnostic] = []
    var undeclared: [Diagnostic] = []
    var bindings: [Diagnostic] = []
    /// Of numbers in its texts; nil where that takes more than its own falsifiers.
    var numbers: [Diagnostic]? = []
  }

  /// Judges a contract; nil where the file at the place is none.
  init?(_ place: Int, _ judged: JudgedContracts) {
    let options = judged.options
    let file = judged.file(place)
    guard let contract = file.contract else { return nil }
    let entries = judged.entries(place)
    let isFit = judged.unfit(contract, at: place) == nil
    standing = Verification.ContractStanding(contract, file: place, entries)
    let home = Verification.Home(contract)
    gates = contract.gates.map { (home, Verification.DeclaredGate($0)) }
    bound = entries.flatMap { entry in
      entry.falsifier.clauses.filter { $0.contract != nil && $0.contract != contract.id }.map { ($0, entry.holds) }
    }
    let witnesses = judged.witnesses
    unwitnessed = entries.flatMap { entry in
      let variants = entry.falsifier.variants.map(\.value)
      guard !variants.isEmpty else { return [(falsifier: String, variant: String)]() }
      let id = entry.falsifier.id.value
      let covered = witnesses.variants(of: Ledger.Key(contract: contract.id, falsifier: id))
      return variants.filter { !covered.contains($0) }.map { (id, $0) }
    }
    var findings = Findings()
    findings.verdicts = entries.flatMap { VerdictFindings.findings(for: $0, options) }
    findings.misplaced = entries.flatMap { BindingFindings.misplaced($0, library: judged) }
    findings.undeclared = VerdictFindings.undeclared(contract, options).map { [$0] } ?? []
    if isFit {
      findings.ownFaults = OwnFaults(contract, entries).findings
      rewordings = Rewording.all(in: contract, judged.bindings, library: judged)
      findings.bindings = BindingFindings.findings(of: contract, judged.bindings, options)
    } else {
      rewordings = []
    }
    hasNumbers = ProseFindings.hasNumbers(contract)
    if hasNumbers { findings.numbers = ProseFindings.findings(in: file, entries, root: options.root) }
    self.findings = findings
  }
}
