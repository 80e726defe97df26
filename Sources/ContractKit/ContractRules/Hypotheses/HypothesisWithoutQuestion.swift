extension CheckedRule {
  static let hypothesisWithoutQuestion = Rule(
    "hypothesis-without-question", .contract, .strict,
    reason: "only hypotheses about the same question are rivals, so each hypothesis must have a question",
    details: "A file of hypotheses states the question of all its hypotheses once, at the top.",
    failing: .hypotheses([
      [
        "id": "⟪H-ONE⟫", "statement": #""it is rounded too often""#, "opened": "2026-05-06",
        "predicts": RuleExample.predictsFailure,
      ]
    ]),
    passing: .hypotheses([RuleExample.hypothesis("H-ONE", ["predicts": RuleExample.predictsFailure])])
  ).amongHypotheses { context in
    // Of a file of hypotheses the missing key is told once, at its top.
    guard context.outline.id != nil else { return [] }
    return context.hypotheses.filter { $0.question == nil }.map { hypothesis in
      Finding(
        hypothesis.id.range, "`\(hypothesis.id.value)` answers no question",
        help: "add `question:` with what it answers, in the same words as its rivals")
    }
  }
}
