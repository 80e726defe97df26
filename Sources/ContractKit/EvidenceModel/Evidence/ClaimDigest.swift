/// The digest of what a falsifier run depends on in its contract.
///
/// Thresholds, directions, `requires`, prose and status are left out: they are judged live, and a
/// change of them needs no run.
package enum ClaimDigest {
  /// The digest's normal form, compact canonical JSON; see docs/evidence-format.md.
  package static func normalForm(of falsifier: Falsifier, in contract: Contract, domains: [String: String]) -> JSON {
    var members: [String: JSON] = [
      "format": .string("pv-claim/3"),
      "contract": .string(contract.id),
      "falsifier": .string(falsifier.id.value),
      "binds_to": sortedSet(falsifier.bindsTo.map(\.value)),
      "domains": .object(domains.mapValues(JSON.string)),
      "inputs": falsifier.domain?.drawn ?? .object([:]),
      "metrics": sortedSet(falsifier.checks.map(\.metric.value)),
      "mutants": sortedSet(falsifier.mutants.map(\.value)),
      "orders": sortedSet(falsifier.orders.map(\.value)),
      "needs": sortedSet(falsifier.needs.map { "\($0.kind.rawValue):\($0.name.value):\($0.sha256?.value ?? "")" }),
      "test": .string(falsifier.test?.value ?? ""),
    ]
    let bounded = falsifier.checks.filter { !$0.bound.isEmpty }.map {
      ($0.metric.value, JSON.array($0.bound.map(\.json)))
    }
    if falsifier.isRecorded { members["run"] = .array(falsifier.run.map { .string($0.value) }) }
    if falsifier.varies != nil { members["bits"] = .string("vary") }
    if !bounded.isEmpty { members["bounds"] = .object(Dictionary(bounded) { first, _ in first }) }
    return .object(members)
  }

  /// The digest of a falsifier's claim.
  ///
  /// - Parameter library: the contracts given, by id, in which bindings to other contracts resolve.
  package static func digest(of falsifier: Falsifier, in contract: Contract, library: some ContractLookup) -> Digest {
    var domains: [String: String] = [:]
    for clause in falsifier.clauses {
      let home = clause.contract.map { library[$0] } ?? contract
      domains["\(home?.id ?? clause.contract ?? "")#\(clause.equation)"] =
        home?.equation(clause.equation)?.domain?.value ?? ""
    }
    return Digest(of: normalForm(of: falsifier, in: contract, domains: domains).compactBytes)
  }

  private static func sortedSet(_ texts: [String]) -> JSON {
    .array(Set(texts).sorted(by: Files.utf8Order).map(JSON.string))
  }
}
