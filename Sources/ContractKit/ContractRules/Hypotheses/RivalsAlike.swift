extension CheckedRule {
  static let rivalsAlike = Rule(
    "rivals-alike", .contract, .strict,
    reason: "no evidence can decide between two hypotheses that predict the same results",
    details: """
      Two hypotheses about the same question are rivals if neither refines or supersedes the other, directly or \
      indirectly. Only a reader can compare predictions with `unbound`, which no falsifier tests. Therefore pv assumes \
      that such a prediction distinguishes its hypothesis from every rival.
      """,
    failing: .hypotheses([
      RuleExample.hypothesis("H-ONE", ["predicts": RuleExample.predictsFailure]),
      RuleExample.hypothesis("⟪H-TWO⟫", ["predicts": RuleExample.predictsFailure]),
    ]),
    passing: .hypotheses([
      RuleExample.hypothesis("H-ONE", ["predicts": RuleExample.predictsFailure]),
      RuleExample.hypothesis(
        "H-TWO", ["predicts": "[{falsifier: FALSIFY-SM-001, check: max_abs_error, outcome: passes}]"]),
    ])
  ).amongHypotheses { context in
    let placed = context.placed
    let twins = context.graph.twins(of: placed.map(\.position))
    return placed.compactMap { hypothesis, position in
      guard let twin = twins[position] else { return nil }
      let other = context.graph.nodes[twin].hypothesis.id.value
      return Finding(
        hypothesis.id.range, "`\(hypothesis.id.value)` and its rival `\(other)` predict the same",
        help: "add a prediction on which they differ, or say with `refines:` or `supersedes:` that one comes from "
          + "the other", related: [context.related("the rival", twin)])
    }
  }
}
