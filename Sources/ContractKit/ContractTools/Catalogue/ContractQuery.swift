/// What to look for among contracts and falsifiers; everything that is asked must hold.
public struct ContractQuery: Sendable {
  /// What is listed.
  public enum Kind: String, CaseIterable, Sendable {
    case contract, falsifier
  }

  /// Words that must all occur, in any order and case.
  public var text: String?
  /// The whole id, or a part of it, in any case.
  public var id: String?
  /// The type of an obligation of the contract; for a falsifier, of one on a clause that it binds.
  package var obligation: String?
  /// A contract that must be built on, directly or through others.
  package var dependsOn: String?
  /// The derived status of a falsifier; a contract matches where one of its falsifiers does.
  package var status: Status?
  /// What is listed; both where nothing is said.
  package var kind: Kind?

  /// A query that everything matches.
  public init() {}

  /// One contract or falsifier that was found.
  public struct Match: Sendable {
    /// What it is.
    package let kind: Kind
    /// Its id.
    public let id: String
    /// The contract that it stands in, or that it is.
    public let contract: String
    /// Derived; for a contract, how many of its falsifiers hold.
    package let status: String
    /// Where it stands.
    public let path: String
    /// The line of its id; 1 for a contract.
    public let line: Int
    /// Its rule or description.
    public let summary: String
  }

  /// What matches, in the order of the contracts.
  ///
  /// - Complexity: linear in what the contracts say.
  package func matches(in verification: Verification) -> [Match] {
    let dependents = dependsOn.map(verification.dependents)
    let some = verification.standings.filter { contract in
      (dependents?.contains(contract.id) ?? true)
        && (kind != .falsifier && isNamed(contract.id) || contract.falsifiers.contains { isNamed($0.id) })
    }
    return Parallel.map(some) { contract in
      verification.contract(contract).map { matches($0, contract) } ?? []
    }.flatMap(\.self)
  }

  private func matches(_ contract: Contract, _ standing: Verification.ContractStanding) -> [Match] {
    let falsifiers = standing.falsifiers
    var found: [Match] = []
    if kind != .falsifier, isMatch(contract, falsifiers) {
      found.append(
        Match(
          kind: .contract, id: contract.id, contract: contract.id,
          status: "\(falsifiers.count(where: \.holds)) of \(falsifiers.count) hold", path: contract.path, line: 1,
          summary: ContractDiff.folded(contract.metadata.description?.value)))
    }
    guard kind != .contract else { return found }
    return found
      + zip(contract.falsifiers, falsifiers).filter { isMatch($0, $1, in: contract) }.map { falsifier, standing in
        Match(
          kind: .falsifier, id: falsifier.id.value, contract: contract.id,
          status: standing.status.rawValue + (standing.isWaived ? " (waived)" : ""), path: contract.path,
          line: falsifier.id.range.start.line,
          summary: ContractDiff.folded((falsifier.rule?.value).map(ProseNumber.plain)))
      }
  }

  private func isMatch(_ contract: Contract, _ falsifiers: [Verification.Standing]) -> Bool {
    var texts: [String?] = [contract.id, contract.metadata.description?.value]
    texts += contract.metadata.references.map(\.text.value)
    for equation in contract.equations {
      texts += [equation.id.value, equation.formula?.value, equation.domain?.value]
      texts += equation.invariants.flatMap { [$0.id.value, $0.statement.value] }
    }
    texts += contract.obligations.flatMap { [$0.id?.value, $0.property?.value] }
    return contains(texts) && isNamed(contract.id)
      && (obligation.map { type in contract.obligations.contains { $0.type?.value == type } } ?? true)
      && (status.map { status in falsifiers.contains { $0.status == status } } ?? true)
  }

  private func isMatch(_ falsifier: Falsifier, _ standing: Verification.Standing, in contract: Contract) -> Bool {
    let prose: [Located<String>?] = [
      falsifier.rule, falsifier.prediction, falsifier.ifFails, falsifier.test, falsifier.varies,
    ]
    let names = [falsifier.id] + falsifier.run + falsifier.bindsTo + falsifier.mutants + falsifier.checks.map(\.metric)
    let texts = prose.map { $0?.value } + names.map(\.value)
    let clauses = Set(falsifier.clauses.map(\.description))
    let hasObligation =
      obligation.map { type in
        contract.obligations.contains { $0.type?.value == type && clauses.contains($0.appliesTo?.value ?? "") }
      } ?? true
    return contains(texts) && isNamed(falsifier.id.value) && hasObligation
      && (status.map { standing.status == $0 } ?? true)
  }

  private func contains(_ texts: [String?]) -> Bool {
    guard let text else { return true }
    let all = texts.compactMap(\.self).joined(separator: "\n").lowercased()
    return text.lowercased().split(whereSeparator: \.isWhitespace).allSatisfy { all.contains($0) }
  }

  private func isNamed(_ name: String) -> Bool { id.map { name.lowercased().contains($0.lowercased()) } ?? true }
}

extension ContractQuery {
  /// Matches in aligned columns, and how many there are.
  public static func table(_ matches: [Match]) -> String {
    let rows = matches.map { [$0.kind.rawValue, $0.id, $0.status, "\($0.path):\($0.line)", $0.summary] }
    let widths = (0..<4).map { column in rows.map { $0[column].count }.max() ?? 0 }
    let lines = rows.map { row in
      (0..<4).map { row[$0].padded(to: widths[$0]) }.joined(separator: "  ") + "  " + row[4]
    }
    let contracts = matches.count { $0.kind == .contract }
    return lines.map { SafeText.line($0) + "\n" }.joined()
      + "\(Plural.count(contracts, "contract")), \(Plural.count(matches.count - contracts, "falsifier"))\n"
  }

  /// Matches for programs.
  public static func json(_ matches: [Match]) -> JSON {
    .object([
      "schema": .string("pv-query/1"),
      "matches": .array(
        matches.map { match in
          .object([
            "kind": .string(match.kind.rawValue), "id": .string(match.id), "contract": .string(match.contract),
            "status": .string(match.status), "path": .string(match.path), "line": .integer(match.line),
            "summary": .string(match.summary),
          ])
        }),
    ])
  }
}
