/// What is said once of a project in the public format, where each of its contracts would have the same warning.
///
/// A project in which hardly any falsifier is bound has not forgotten a binding here and there; it does without, and reads
/// that once. Names of contracts that are in another repository are listed once, as pv.yaml takes them.
struct ProjectNotes: Equatable {
  /// Findings of one rule, of which one takes the place of all.
  private struct Absence: Equatable {
    let rule: String
    /// What is not used, with how many use it.
    let words: String
  }

  /// The path of the first contract that lacks something that most lack.
  private var first = ""
  private var absences: [Absence] = []
  /// Dependencies that are in no file and resemble no name, in the order of the files.
  private var external: [String] = []
  /// Where each of these is named, by the path of the file.
  private var dependencies: [String: [SourceRange]] = [:]
  private var firstDependency = ""

  /// - Parameter files: all that are judged; what is used beside them is not known.
  init(among files: [JudgedFile], _ index: ContractIndex) {
    findAbsences(files.filter(\.outline.isPublic), all: files)
    findDependencies(files.map(\.outline).filter(\.isPublic), index)
  }

  /// Of no files.
  init() {}

  // MARK: What most do not use

  private mutating func findAbsences(_ files: [JudgedFile], all: [JudgedFile]) {
    func contracts(_ rule: CheckedRule, _ isUsed: (ContractOutline) -> Bool) -> (lacking: Int, users: Int) {
      (
        files.count { !isUsed($0.outline) && $0.findings.contains { $0.rule == rule.rule.id } },
        all.count { isUsed($0.outline) }
      )
    }
    let clauses = contracts(.clauseUnbound, \.bindsClauses)
    if clauses.lacking > clauses.users {
      absences.append(
        Absence(
          rule: CheckedRule.clauseUnbound.rule.id,
          words: "falsifiers that bind clauses (\(clauses.users) of \(clauses.lacking + clauses.users) contracts)"))
    }
    let gates = contracts(.qaGateMissing, \.hasGate)
    if gates.lacking > gates.users {
      absences.append(
        Absence(
          rule: CheckedRule.qaGateMissing.rule.id,
          words: "gates (\(gates.users) of \(gates.lacking + gates.users) contracts)"))
    }
    let (harnesses, resolved) = files.map(\.outline.harnesses).reduce((0, 0)) { ($0.0 + $1.count, $0.1 + $1.resolved) }
    if 2 * resolved < harnesses {
      absences.append(
        Absence(
          rule: CheckedRule.harnessObligationUnresolved.rule.id,
          words:
            "names of obligations (\(resolved) of \(Plural.count(harnesses, "harness", plural: "harnesses")) "
            + "name an existing one)"))
    }
    let rules = Set(absences.map(\.rule))
    first = files.first { file in file.findings.contains { rules.contains($0.rule) } }?.outline.path ?? ""
  }

  /// Whether a contract may have a finding of a rule for not using what most do not use.
  private func isAbsent(_ rule: String, _ outline: ContractOutline) -> Bool {
    guard absences.contains(where: { $0.rule == rule }) else { return false }
    switch rule {
    case CheckedRule.clauseUnbound.rule.id: return !outline.bindsClauses
    case CheckedRule.qaGateMissing.rule.id: return !outline.hasGate
    default: return true
    }
  }

  // MARK: What is elsewhere

  private mutating func findDependencies(_ outlines: [ContractOutline], _ index: ContractIndex) {
    // Made where something is missing: an editor comes here at every key.
    lazy var names = index.contractSearch
    var listed: Set<String> = []
    var found: [(path: String, range: SourceRange)] = []
    for outline in outlines {
      let missing = (outline.meantNames?.metadata.dependsOn ?? []).filter { dependency in
        [dependency.value, ContractFile.stem(dependency.value)].allSatisfy {
          !index.hasContract($0) && !index.isUnreadable($0) && !index.isExternal($0)
        }
      }
      let nearest = missing.map { names.nearest(to: $0.value) }
      let areElsewhere = nearest.contains(nil)
      for (dependency, near) in zip(missing, nearest) {
        let name = dependency.value
        // A contract here without the version is another one, where what stands beside it is elsewhere.
        guard near == nil || areElsewhere && name.hasPrefix("\(near!)-v") else { continue }
        found.append((outline.path, dependency.range))
        if listed.insert(name).inserted { external.append(name) }
      }
    }
    guard external.count > 1 else {
      external = []
      return
    }
    firstDependency = found[0].path
    dependencies = Dictionary(grouping: found, by: \.path).mapValues { $0.map(\.range) }
  }

  // MARK: Findings

  /// Replaces the warnings of one file.
  func apply(to findings: inout [Diagnostic], of outline: ContractOutline) {
    guard outline.isPublic else { return }
    if !absences.isEmpty {
      // A slip of a letter is worth a finding, whatever others do.
      findings.removeAll { isAbsent($0.rule, outline) && !($0.help?.hasPrefix("did you mean") ?? false) }
      if first == outline.path {
        findings.append(
          Rule.featureUnused.diagnostic(
            "hardly used here: \(absences.map(\.words).joined(separator: ", "))", path: outline.path,
            range: outline.firstLine,
            help:
              "`pv import` suggests bindings and gates; once most contracts have them, every other contract gets a warning"
          ))
      }
    }
    guard let ranges = dependencies[outline.path] else { return }
    findings.removeAll { finding in
      finding.rule == CheckedRule.dependsOnUnresolved.rule.id && ranges.contains { $0 == finding.range }
    }
    guard firstDependency == outline.path else { return }
    findings.append(
      CheckedRule.dependsOnUnresolved.rule.diagnostic(
        "contracts depend on others that are not here: \(external.map { "`\($0)`" }.joined(separator: ", "))",
        path: outline.path, range: ranges[0], strict: false,
        help: "if they are in another repository, say so in pv.yaml: `external: [\(external.joined(separator: ", "))]`")
    )
  }
}
