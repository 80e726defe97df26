extension CheckedRule {
  static let hypothesisUnresolved = Rule(
    "hypothesis-unresolved", .contract, .strict,
    reason: "a hypothesis can refine or supersede only a hypothesis that exists",
    failing: .hypotheses([
      RuleExample.hypothesis("H-ONE", ["refines": "⟪H-ZERO⟫", "predicts": RuleExample.predictsFailure])
    ]),
    passing: .hypotheses([RuleExample.hypothesis("H-ONE", ["predicts": RuleExample.predictsFailure])])
  ).amongHypotheses { context in
    lazy var known = context.index.hypothesisSearch
    return context.hypotheses.flatMap { hypothesis in
      hypothesis.parents.filter { context.graph.positions[$0.value] == nil }.map { id in
        Finding(
          id.range, "there is no hypothesis `\(id.value)`",
          help: known.nearest(to: id.value).map { "did you mean `\($0)`?" }
            ?? "write the `id` of a hypothesis of this file, of a contract or of another file of hypotheses")
      }
    }
  }
}
