/// Why a text names no clause, and what it may have been meant to name.
struct ClauseProblem {
  let message: String
  let help: String?

  /// Nil where the text names a clause of the contract or of one that it depends on.
  init?(_ text: String, in context: RuleContext) {
    guard let reference = ClauseReference(text) else {
      message = "`\(text)` is not the name of a clause"
      help = "write EQUATION or EQUATION/INVARIANT, with CONTRACT# before another contract's"
      return
    }
    let home = context.contract
    var contract = home
    var prefix = ""
    if let id = reference.contract {
      let dependencies = home.metadata.dependsOn.map(\.value)
      guard id == home.id || dependencies.contains(id) else {
        message = "`\(id)` is not in `depends_on`"
        help = Suggestion.nearest(to: id, among: dependencies).map { "did you mean `\($0)`?" } ?? "add it to `metadata`"
        return
      }
      // What is wrong with a file that cannot be read is said there.
      if context.index.isUnreadable(id) { return nil }
      guard let other = context.index.contract(id) else {
        message = "there is no contract `\(id)` to bind"
        help = "a contract's id is the stem of its file"
        return
      }
      contract = other
      prefix = id + "#"
    }
    guard let equation = contract.equation(reference.equation) else {
      message = "`\(reference.equation)` is no equation of `\(contract.id)`"
      help = Self.help(
        reference.equation, among: contract.equations.map(\.id.value), prefix: prefix,
        suffix: reference.invariant.map { "/" + $0 } ?? "")
      return
    }
    guard let invariant = reference.invariant, !equation.invariants.contains(where: { $0.id.value == invariant })
    else { return nil }
    message = "`\(reference.equation)` has no invariant `\(invariant)`"
    help = Self.help(
      invariant, among: equation.invariants.map(\.id.value), prefix: prefix + reference.equation + "/", suffix: "")
  }

  private static func help(_ text: String, among known: [String], prefix: String, suffix: String) -> String? {
    if let near = Suggestion.nearest(to: text, among: known) { return "did you mean `\(prefix)\(near)\(suffix)`?" }
    guard !known.isEmpty else { return "give its invariants ids, and bind those" }
    let shown = known.prefix(8).map { "`\(prefix)\($0)`" }.joined(separator: ", ")
    return known.count > 8 ? "one of \(shown) and \(known.count - 8) more" : "one of \(shown)"
  }
}
