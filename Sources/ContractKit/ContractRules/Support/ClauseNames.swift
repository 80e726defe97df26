/// The clauses that a contract can name, prepared once for all of its references.
struct ClauseNames {
  /// Why a text names no clause, and what it may have been meant to name.
  struct Problem {
    let message: String
    let help: String?

    fileprivate init(_ message: String, help: String?) {
      self.message = message
      self.help = help
    }
  }

  private let home: Contract
  private let index: ContractIndex
  private var dependencies: NameSearch
  private var equations: [String: NameSearch] = [:]
  private var invariants: [ClauseReference: NameSearch] = [:]

  /// The clauses of a contract, and of those that it depends on.
  init(_ context: NameContext) {
    home = context.contract
    index = context.index
    dependencies = NameSearch(home.metadata.dependsOn.map(\.value))
  }

  /// What is wrong with a reference; nil where it names a clause.
  mutating func problem(_ text: String) -> Problem? {
    guard let reference = ClauseReference(text) else {
      return Problem(
        "`\(text)` is not the name of a clause",
        help: "write EQUATION or EQUATION/INVARIANT, with CONTRACT# in front for a clause of another contract")
    }
    var contract = home
    if let id = reference.contract {
      guard id == home.id || dependencies.contains(id) else {
        let near = dependencies.nearest(to: id)
        return Problem(
          "`\(id)` is not in `depends_on`", help: near.map { "did you mean `\($0)`?" } ?? "add it to `metadata`")
      }
      // What is wrong with a file that cannot be read is said there.
      if index.isUnreadable(id) { return nil }
      guard let other = index.contract(id) else {
        return Problem("there is no contract `\(id)` to bind", help: "a contract's id is the stem of its file")
      }
      contract = other
    }
    return problem(reference, in: contract)
  }

  private mutating func problem(_ reference: ClauseReference, in contract: Contract) -> Problem? {
    let prefix = reference.contract.map { $0 + "#" } ?? ""
    guard let equation = contract.equation(reference.equation) else {
      return Problem(
        "`\(reference.equation)` is not an equation of `\(contract.id)`",
        help: Self.help(
          reference.equation,
          among: &equations[contract.id, default: NameSearch(contract.equations.map(\.id.value))], prefix: prefix,
          suffix: reference.invariant.map { "/" + $0 } ?? ""))
    }
    guard let invariant = reference.invariant, equation.invariant(invariant) == nil else { return nil }
    let owner = ClauseReference(contract: reference.contract, equation: reference.equation)
    return Problem(
      "`\(reference.equation)` has no invariant `\(invariant)`",
      help: Self.help(
        invariant, among: &invariants[owner, default: NameSearch(equation.invariants.map(\.id.value))],
        prefix: prefix + reference.equation + "/", suffix: ""))
  }

  private static func help(
    _ text: String, among known: inout NameSearch, prefix: String, suffix: String
  ) -> String? {
    if let near = known.nearest(to: text) { return "did you mean `\(prefix)\(near)\(suffix)`?" }
    let names = known.names
    guard !names.isEmpty else { return "give its invariants ids, and bind those" }
    let shown = names.prefix(8).map { "`\(prefix)\($0)`" }.joined(separator: ", ")
    return names.count > 8 ? "one of \(shown) and \(names.count - 8) more" : "one of \(shown)"
  }
}
