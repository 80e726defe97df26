/// What most contracts of a project do not use: one note says so, where each in the public format would have a warning.
///
/// A project that binds hardly any falsifier has not forgotten a binding here and there; it does without, and reads that
/// once.
struct UnusedFeatures: Equatable {
  /// Something that a contract can use, and the rule that misses it.
  private struct Feature: Sendable {
    let rule: String
    let isUsed: @Sendable (ContractOutline) -> Bool

    static let all = [
      Feature(rule: Rule.clauseUnbound.id) { $0.bindsClauses }, Feature(rule: Rule.qaGateMissing.id) { $0.hasGate },
      Feature(rule: Rule.harnessObligationUnresolved.id) { $0.hasObligationIDs },
    ]
  }

  /// The files that would have a warning.
  private struct Absence: Equatable {
    /// The path of the first of them, which has the note.
    var first: String
    var contracts = 0
    var clauses = 0
    /// How many contracts use the feature.
    let users: Int
  }

  /// By the id of the rule that warns; rules whose feature at least as many use are not in it.
  private var absences: [String: Absence] = [:]

  /// - Parameter files: all that are judged; what is used beside them is not known.
  init(among files: [JudgedFile]) {
    for feature in Feature.all {
      let users = files.count { feature.isUsed($0.outline) }
      var absence: Absence?
      for file in files where Self.lacks(feature, file.outline) {
        guard file.findings.contains(where: { $0.rule == feature.rule }) else { continue }
        if absence == nil { absence = Absence(first: file.outline.path, users: users) }
        absence?.contracts += 1
        absence?.clauses += file.summary.equations + file.summary.invariants
      }
      if let absence, absence.contracts > users { absences[feature.rule] = absence }
    }
  }

  /// Whether a contract in the public format does not use a feature.
  private static func lacks(_ feature: Feature, _ outline: ContractOutline) -> Bool {
    outline.contract.map { !$0.isStrict } ?? false && !feature.isUsed(outline)
  }

  /// Replaces the warnings of one file.
  func apply(to findings: inout [Diagnostic], of outline: ContractOutline) {
    guard !absences.isEmpty else { return }
    for feature in Feature.all where Self.lacks(feature, outline) {
      guard let absence = absences[feature.rule] else { continue }
      findings.removeAll { $0.rule == feature.rule }
      guard absence.first == outline.path else { continue }
      let (message, help) = Self.note(feature.rule, absence)
      findings.append(
        Rule.featureUnused.diagnostic(message, path: outline.path, range: outline.firstLine, help: help))
    }
  }

  private static func note(_ rule: String, _ absence: Absence) -> (message: String, help: String) {
    let contracts = Plural.count(absence.contracts, "contract")
    let others = absence.users == 0 ? "" : ", \(absence.users) \(absence.users == 1 ? "does" : "do")"
    switch rule {
    case Rule.clauseUnbound.id:
      return (
        "no falsifier of \(contracts) says which clause it is about\(others): what of "
          + "\(Plural.count(absence.clauses, "clause")) is tested, only a reader can tell",
        "add `binds_to: EQUATION` to falsifiers; once most contracts have it, each one without is a warning"
      )
    case Rule.qaGateMissing.id:
      return (
        "\(contracts) \(absence.contracts == 1 ? "has" : "have") no gate\(others)",
        "add `qa_gate:`; once most contracts have one, each one without is a warning"
      )
    default:
      return (
        "harnesses of \(contracts) name obligations that cannot be found, and no obligation there has an id\(others)",
        "add `id:` to `proof_obligations`; once most contracts have them, each name that is none is a warning"
      )
    }
  }
}
