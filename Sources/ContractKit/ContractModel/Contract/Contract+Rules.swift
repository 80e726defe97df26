extension Contract {
  /// Whether a falsifier uses what `pv/1` adds, or is in a contract that must.
  ///
  /// A contract in the public format is told once that nothing is bound, not once a falsifier.
  package func isExtended(_ falsifier: Falsifier) -> Bool {
    isStrict || !falsifier.bindsTo.isEmpty || !falsifier.checks.isEmpty || !falsifier.mutants.isEmpty
  }

  /// The falsifiers that have any key which `pv/1` adds and a rule looks at; all of a contract that must. Each with the
  /// mapping that it was decoded from.
  ///
  /// - Parameter nodes: the mappings of `falsification_tests`; those without an id are no falsifiers.
  package func extendedFalsifiers(in nodes: [YAMLNode]) -> [(falsifier: Falsifier, node: YAMLNode)] {
    let extended = falsifiers.indices.filter { isStrict || falsifiers[$0].usesAdditions }
    guard !extended.isEmpty else { return [] }
    let named = nodes.filter { $0["id"]?.text.map { !$0.isEmpty } ?? false }
    return extended.map { (falsifiers[$0], named[$0]) }
  }

  /// The equations that have any key which `pv/1` adds and a rule looks at.
  package var extendedEquations: [Equation] { equations.filter(\.usesAdditions) }

  /// A help line that names a clause of the contract.
  package func clauseHelp(_ start: String) -> String {
    let clause = equations.first.map { equation in
      ClauseReference(
        equation: equation.id.value, invariant: equation.invariants.first { $0.hasWrittenID }?.id.value)
    }
    return clause.map { "\(start) a clause, for instance `\($0)`" } ?? "\(start) EQUATION or EQUATION/INVARIANT"
  }

  /// The clauses that do not say why no falsifier binds them, with the places of their names.
  package var unjustifiedClauses: [(reference: ClauseReference, range: SourceRange)] {
    equations.flatMap(\.unjustifiedClauses)
  }

  /// The first of them; nil where there is none.
  package var firstUnjustifiedClause: ClauseReference? {
    for equation in equations {
      if equation.notFalsified == nil { return ClauseReference(equation: equation.id.value) }
      if let first = equation.unjustifiedInvariants.first {
        return ClauseReference(equation: equation.id.value, invariant: equation.invariants[first].id.value)
      }
    }
    return nil
  }
}

extension Equation {
  /// The clauses of it that do not say why no falsifier binds them, with the places of their names.
  package var unjustifiedClauses: [(reference: ClauseReference, range: SourceRange)] {
    (notFalsified == nil ? [(ClauseReference(equation: id.value), id.range)] : [])
      + unjustifiedInvariants.map {
        (ClauseReference(equation: id.value, invariant: invariants[$0].id.value), invariants[$0].id.range)
      }
  }

  /// The positions of those invariants.
  package var unjustifiedInvariants: LazyFilterSequence<Range<Int>> {
    invariants.indices.lazy.filter { [invariants] in invariants[$0].notFalsified == nil }
  }

  /// Whether it has any key that `pv/1` adds and a rule looks at.
  fileprivate var usesAdditions: Bool { !references.isEmpty || !implementation.isEmpty || operation != nil }
}

extension Falsifier {
  /// Whether it has any key that `pv/1` adds and a rule looks at.
  var usesAdditions: Bool {
    hasAdditions
      && (!bindsTo.isEmpty || !checks.isEmpty || !mutants.isEmpty || !orders.isEmpty || !needs.isEmpty
        || !fixtures.isEmpty || noOrders != nil || requires != nil || status != nil || blocked != nil)
  }
}
