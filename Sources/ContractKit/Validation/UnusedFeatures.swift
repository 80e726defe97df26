/// What no contract of a project uses: one note says so, where each contract in the public format would have a warning.
///
/// A project that binds no falsifier at all has not forgotten a binding; it does without, and reads that once.
struct UnusedFeatures: Equatable {
  /// The files that would have a warning.
  private struct Absence: Equatable {
    /// The path of the first of them, which has the note.
    var first: String
    var contracts = 0
    var clauses = 0
  }

  /// By the id of the rule that warns; rules whose feature is used somewhere are not in it.
  private var absences: [String: Absence] = [:]

  /// - Parameter files: all that are judged; what is used beside them is not known.
  init(among files: [JudgedFile]) {
    let unused = [
      (Rule.clauseUnbound.id, files.contains { $0.outline.bindsClauses }),
      (Rule.qaGateMissing.id, files.contains { $0.outline.hasGate }),
      (Rule.harnessObligationUnresolved.id, files.contains { $0.outline.hasObligationIDs }),
    ].filter { !$0.1 }.map(\.0)
    guard !unused.isEmpty else { return }
    for file in files where Self.isPublic(file.outline) {
      for rule in unused where file.findings.contains(where: { $0.rule == rule }) {
        absences[rule, default: Absence(first: file.outline.path)].contracts += 1
        absences[rule]?.clauses += file.summary.equations + file.summary.invariants
      }
    }
  }

  private static func isPublic(_ outline: ContractOutline) -> Bool { outline.contract.map { !$0.isStrict } ?? false }

  /// Replaces the warnings of one file.
  func apply(to findings: inout [Diagnostic], of outline: ContractOutline) {
    guard !absences.isEmpty, Self.isPublic(outline) else { return }
    findings.removeAll { absences[$0.rule] != nil }
    for (rule, absence) in absences.sorted(by: { $0.key < $1.key }) where absence.first == outline.path {
      let (message, help) = Self.note(rule, absence)
      findings.append(
        Rule.featureUnused.diagnostic(message, path: outline.path, range: outline.firstLine, help: help))
    }
  }

  private static func note(_ rule: String, _ absence: Absence) -> (message: String, help: String) {
    let contracts = Plural.count(absence.contracts, "contract")
    switch rule {
    case Rule.clauseUnbound.id:
      return (
        "no falsifier of \(contracts) says which clause it is about: what of "
          + "\(Plural.count(absence.clauses, "clause")) is tested, only a reader can tell",
        "add `binds_to: EQUATION` to a falsifier; from the first one on, each contract without is a warning"
      )
    case Rule.qaGateMissing.id:
      return (
        "none of \(contracts) has a gate",
        "add `qa_gate:` to a contract; from the first one on, each without is a warning"
      )
    default:
      return (
        "harnesses of \(contracts) name obligations that cannot be found, and no obligation has an id",
        "add `id:` to `proof_obligations`; from the first one on, each harness that names none of them is a warning"
      )
    }
  }
}
