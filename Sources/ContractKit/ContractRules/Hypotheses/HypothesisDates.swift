extension CheckedRule {
  static let hypothesisDates = Rule(
    "hypothesis-dates", .contract, .strict,
    reason: "the order in which hypotheses were tried is known only from their dates",
    details: "A hypothesis cannot be closed before the day on which it was opened.",
    failing: .hypotheses([
      RuleExample.hypothesis("H-ONE", ["closed": "⟪2026-05-05⟫", "predicts": RuleExample.predictsFailure])
    ]),
    passing: .hypotheses([
      RuleExample.hypothesis("H-ONE", ["closed": "2026-05-06", "predicts": RuleExample.predictsFailure])
    ])
  ).amongHypotheses { context in
    context.hypotheses.compactMap { hypothesis in
      guard let opened = hypothesis.opened, let closed = hypothesis.closed, closed.value < opened.value else {
        return nil
      }
      return Finding(
        closed.range, "`\(hypothesis.id.value)` was closed on \(closed.value), before it was opened",
        help: "write the last day on which anybody worked on it",
        related: [.init(message: "opened here", path: context.outline.path, range: opened.range)])
    }
  }
}
