/// The clauses of a contract, to find the one that a misspelled reference resembles.
package struct MeantClauses {
  private let home: Contract
  private var equations: NameSearch?
  private var invariants: [String: NameSearch] = [:]

  /// The clauses of a contract; nothing is prepared before the first misspelled reference.
  init(_ contract: Contract) { home = contract }

  /// The clause of this contract that a misspelled reference resembles; nil where it is right, or resembles none.
  mutating func meant(_ text: String) -> String? {
    guard let reference = ClauseReference(text), reference.contract == nil || reference.contract == home.id else {
      return nil
    }
    guard let equation = home.equation(reference.equation) else {
      var search = equations ?? NameSearch(home.equations.map(\.id.value))
      defer { equations = search }
      return search.nearest(to: reference.equation)
        .map { "\(ClauseReference(equation: $0, invariant: reference.invariant))" }
    }
    guard let invariant = reference.invariant, equation.invariant(invariant) == nil else { return nil }
    return invariants[reference.equation, default: NameSearch(equation.invariants.map(\.id.value))]
      .nearest(to: invariant).map { "\(ClauseReference(equation: reference.equation, invariant: $0))" }
  }
}
