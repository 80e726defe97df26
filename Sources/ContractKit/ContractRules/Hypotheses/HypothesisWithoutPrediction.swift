extension CheckedRule {
  static let hypothesisWithoutPrediction = Rule(
    "hypothesis-without-prediction", .contract, .strict,
    reason: "a hypothesis that predicts nothing cannot be falsified",
    failing: .hypotheses([RuleExample.hypothesis("⟪H-ONE⟫", ["predicts": "[]"])]),
    passing: .hypotheses([RuleExample.hypothesis("H-ONE", ["predicts": RuleExample.predictsFailure])])
  ).amongHypotheses { context in
    context.hypotheses.filter(\.predictions.isEmpty).map { hypothesis in
      Finding(
        hypothesis.id.range, "`\(hypothesis.id.value)` predicts nothing",
        help: "under `predicts:`, say which check fails or passes if the hypothesis is right: "
          + "`{falsifier: ID, check: METRIC, outcome: fails}`")
    }
  }
}
