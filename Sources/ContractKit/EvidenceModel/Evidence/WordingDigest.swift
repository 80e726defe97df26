/// The digest of what people read of a falsifier and of the clauses that it binds.
///
/// Whether other words still mean what was measured, only a reader can tell: so a run does not renew it.
package enum WordingDigest {
  /// The digest's normal form, compact canonical JSON; see docs/evidence-format.md.
  package static func normalForm(
    of falsifier: Falsifier, in contract: Contract, library: some ContractLookup
  ) -> JSON {
    var clauses: [String: JSON] = [:]
    func texts(_ texts: String?...) -> JSON { .array(texts.map { .string($0 ?? "") }) }
    for clause in falsifier.clauses {
      let home = clause.contract.map { library[$0] } ?? contract
      let equation = home?.equation(clause.equation)
      let name = "\(home?.id ?? clause.contract ?? "")#\(clause.equation)"
      clauses[name] = texts(equation?.formula?.value, equation?.domain?.value)
      if let invariant = clause.invariant {
        clauses["\(name)/\(invariant)"] = texts(
          equation?.invariants.first { $0.id.value == invariant }?.statement.value)
      }
    }
    return .object([
      "format": .string("pv-wording/1"), "prediction": .string(falsifier.prediction?.value ?? ""),
      "clauses": .object(clauses),
    ])
  }

  /// The digest of a falsifier's wording.
  ///
  /// - Parameter library: the contracts given, by id, in which bindings to other contracts resolve.
  package static func digest(of falsifier: Falsifier, in contract: Contract, library: some ContractLookup) -> Digest {
    Digest(of: normalForm(of: falsifier, in: contract, library: library).compactBytes)
  }
}
