extension CheckedRule {
  static let hypothesisCycle = Rule(
    "hypothesis-cycle", .contract, .strict,
    reason: "if hypotheses refine or supersede one another in a circle, none of them can have been the first",
    failing: .hypotheses([
      RuleExample.hypothesis("H-ONE", ["refines": "⟪H-TWO⟫", "predicts": RuleExample.predictsFailure]),
      RuleExample.hypothesis("H-TWO", ["supersedes": "H-ONE", "predicts": RuleExample.predictsFailure]),
    ]),
    passing: .hypotheses([
      RuleExample.hypothesis("H-ONE", ["predicts": RuleExample.predictsFailure]),
      RuleExample.hypothesis("H-TWO", ["supersedes": "H-ONE", "predicts": RuleExample.predictsFailure]),
    ])
  ).amongHypotheses { context in
    context.placed.compactMap { hypothesis, position in
      // Each cycle is told once, at the first of its hypotheses.
      guard let cycle = context.graph.cycle(through: position), cycle.min() == position else { return nil }
      let ids = cycle.map { context.graph.nodes[$0].hypothesis.id.value }
      let next = ids.dropFirst().first ?? ids[0]
      return Finding(
        hypothesis.parents.first { $0.value == next }?.range ?? hypothesis.id.range,
        "`refines` and `supersedes` form a circle: \((ids + [ids[0]]).joined(separator: " -> "))",
        help: "under `refines:` and `supersedes:`, name only hypotheses that were there before",
        related: cycle.dropFirst().map { context.related("through this one", $0) })
    }
  }
}
