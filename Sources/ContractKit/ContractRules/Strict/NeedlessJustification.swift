extension CheckedRule {
  static let needlessJustification = Rule(
    "needless-justification", .contract, .warning,
    reason: "a clause that says why no falsifier binds it, although one does, says something untrue",
    failing: RuleExample(
      """
      equations:
        softmax:
          formula: "a"
          ⟪not_falsified⟫: "a definition"
          invariants: [{id: sums_to_one, statement: "the weights sum to 1"}]

      """),
    passing: RuleExample(
      """
      equations:
        softmax:
          formula: "a"
          invariants: [{id: sums_to_one, statement: "the weights sum to 1"}]

      """)
  ).inContract { context in
    let bound = Set(context.falsifiers.flatMap(\.falsifier.clauses))
    guard !bound.isEmpty else { return [] }
    return context.root.entries("equations").flatMap { entry -> [Finding] in
      let equation = entry.name ?? ""
      let clauses =
        [(ClauseReference(equation: equation), entry.value)]
        + entry.value.elements("invariants").map {
          (ClauseReference(equation: equation, invariant: $0["id"]?.text ?? ""), $0)
        }
      return clauses.compactMap { reference, node in
        guard let reason = node.entry("not_falsified"), bound.contains(reference) else { return nil }
        return Finding(
          context.range(reason.key), "`\(reference)` is bound by a falsifier", help: "remove `not_falsified`")
      }
    }
  }
}
