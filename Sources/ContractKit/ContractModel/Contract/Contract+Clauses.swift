extension Contract {
  /// How many invariants the equations have.
  package var invariantCount: Int { equations.reduce(0) { $0 + $1.invariants.count } }

  /// All equations and invariants, in order.
  package var clauses: [ClauseReference] {
    equations.flatMap { equation in
      [ClauseReference(equation: equation.id.value)]
        + equation.invariants.map { ClauseReference(equation: equation.id.value, invariant: $0.id.value) }
    }
  }
}

extension ClauseReference {
  /// The reference with its contract written out.
  package func qualified(in contract: String) -> String {
    ClauseReference(contract: self.contract ?? contract, equation: equation, invariant: invariant).description
  }
}
