/// The killed mutants of each clause of a contract, and the clauses that have none of their own.
package struct OwnFaults {
  /// A mutant as one falsifier runs it: another falsifier's may be another kernel.
  private struct Try: Hashable {
    let falsifier: String
    let mutant: String
  }

  private let contract: Contract
  private let tries: [(clause: String, range: SourceRange, mutants: Set<Try>)]

  /// - Parameter entries: those of the contract. Clauses that some falsifier binds which is not judged, or is FALSIFIED,
  ///   are left out: what it would kill is not known.
  package init(_ contract: Contract, _ entries: [Verification.Entry]) {
    self.contract = contract
    var killed: [String: Set<String>] = [:]
    for entry in entries where entry.verdict.isJudged {
      killed[entry.falsifier.id.value] = Self.killed(entry.verdict)
    }
    var order: [(clause: String, range: SourceRange)] = []
    var binding: [String: [Verification.Entry]] = [:]
    for entry in entries {
      for clause in entry.falsifier.bindsTo {
        if binding[clause.value] == nil { order.append((clause.value, clause.range)) }
        binding[clause.value, default: []].append(entry)
      }
    }
    tries = order.compactMap { clause, range in
      // Those of another contract have their faults there.
      let entries = binding[clause]!
      guard ClauseReference(clause)?.contract == nil,
        entries.allSatisfy({ $0.verdict.isJudged && $0.verdict.status != .falsified })
      else { return nil }
      let faults = contract.faults.filter { $0.violates.contains { $0.value == clause } }
      let listed = Set(faults.flatMap { $0.mutants.map(\.value) })
      let mutants = entries.flatMap { entry in
        let id = entry.falsifier.id.value
        return listed.intersection(killed[id] ?? []).map { Try(falsifier: id, mutant: $0) }
      }
      return (clause, range, Set(mutants))
    }
  }

  /// The mutants that a check was seen to catch and that return more than constants.
  private static func killed(_ verdict: Verdict) -> Set<String> {
    let seen = verdict.mutants.filter { mutant in
      guard case .killed = mutant.outcome else { return false }
      return !mutant.isConstant
    }
    return Set(seen.map(\.name))
  }

  /// A finding for each clause without a fault of its own, in the order in which clauses are bound.
  package var findings: [Diagnostic] {
    // By a mutant that is the only one of some clause, those clauses.
    let only = Dictionary(grouping: tries.filter { $0.mutants.count == 1 }) { $0.mutants.first! }
    return tries.compactMap { clause, range, mutants in
      let isOwn = mutants.contains { mutant in (only[mutant] ?? []).allSatisfy { $0.clause == clause } }
      guard !isOwn else { return nil }
      let names = Set(mutants.map(\.mutant)).sorted(by: Files.utf8Order)
      return Rule.clauseWithoutFault.diagnostic(
        names.isEmpty
          ? "no falsifier of \(clause) kills a mutant that `faults:` lists for this clause"
          : "each mutant that is killed for \(clause) is the only one of another clause: \(names.joined(separator: ", "))",
        path: contract.path, range: range,
        help: "run a mutant with a fault of this clause alone in a falsifier that binds it, and list it under `faults:`"
      )
    }
  }
}
