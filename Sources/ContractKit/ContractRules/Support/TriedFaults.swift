/// Which falsifiers of a contract try which of its faults, prepared once for all of them.
struct TriedFaults {
  private let contract: Contract
  private let falsifiersByMutant: [String: [Int]]
  private let falsifiersByClause: [String: [Int]]
  /// For each falsifier the last fault whose mutants it was found to run.
  private var lastFault: [Int]

  /// A binding that is misspelled counts as the clause that it resembles, since the misspelling is a finding of its own.
  init(_ contract: Contract) {
    self.contract = contract
    var clauses = MeantClauses(contract)
    var byMutant: [String: [Int]] = [:]
    var byClause: [String: [Int]] = [:]
    for (position, falsifier) in contract.falsifiers.enumerated() {
      for mutant in falsifier.mutants { byMutant[mutant.value, default: []].append(position) }
      for binding in falsifier.bindsTo {
        byClause[clauses.meant(binding.value) ?? binding.value, default: []].append(position)
      }
    }
    falsifiersByMutant = byMutant
    falsifiersByClause = byClause
    lastFault = Array(repeating: -1, count: contract.falsifiers.count)
  }

  /// Whether some falsifier runs a mutant.
  func isRun(_ mutant: String) -> Bool { falsifiersByMutant[mutant] != nil }

  /// Whether some falsifier binds a clause.
  func isBound(_ clause: String) -> Bool { falsifiersByClause[clause] != nil }

  /// The clauses that a fault can violate and no falsifier of which runs one of its mutants.
  ///
  /// What another rule says is left out: a mutant that nothing runs, a falsifier that binds nothing or
  /// names no mutant.
  ///
  /// - Parameter position: of the fault in the contract.
  /// - Complexity: linear in the clauses, the fault's mutants, and the falsifiers that run these.
  mutating func untriedClauses(ofFault position: Int) -> [Located<String>] {
    let fault = contract.faults[position]
    var isOpen = true
    for mutant in fault.mutants {
      for falsifier in falsifiersByMutant[mutant.value] ?? [] {
        lastFault[falsifier] = position
        if contract.falsifiers[falsifier].bindsTo.isEmpty { return [] }
        isOpen = false
      }
    }
    if isOpen { return [] }
    return fault.violates.filter { clause in
      !(falsifiersByClause[clause.value] ?? []).contains {
        lastFault[$0] == position || contract.falsifiers[$0].mutants.isEmpty
      }
    }
  }
}
