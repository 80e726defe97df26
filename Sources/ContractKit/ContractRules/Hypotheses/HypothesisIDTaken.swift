extension CheckedRule {
  static let hypothesisIDTaken = Rule(
    "hypothesis-id-taken", .contract, .strict,
    reason: "gates, other hypotheses and people name a hypothesis by its id alone",
    details: "No other hypothesis, no falsifier and no gate may have the same id, in any file.",
    failing: .hypotheses([
      RuleExample.hypothesis("H-ONE", ["predicts": RuleExample.predictsFailure]),
      RuleExample.hypothesis("⟪H-ONE⟫", ["refines": "H-ONE", "predicts": RuleExample.predictsFailure]),
    ]),
    passing: .hypotheses([
      RuleExample.hypothesis("H-ONE", ["predicts": RuleExample.predictsFailure]),
      RuleExample.hypothesis("H-TWO", ["refines": "H-ONE", "predicts": RuleExample.predictsFailure]),
    ])
  ).amongHypotheses { context in
    context.hypotheses.compactMap { hypothesis in
      let id = hypothesis.id
      let (what, place): (String, (path: String, range: SourceRange?))
      if let other = context.index.falsifierPlace(id.value) {
        (what, place) = ("a falsifier", (other.path, other.range))
      } else if let other = context.index.gatePlace(id.value) {
        (what, place) = ("a gate", (other.path, other.range))
      } else if let other = context.index.hypothesisPlace(id.value),
        other.path != context.outline.path || other.range != id.range
      {
        (what, place) = ("another hypothesis", (other.path, other.range))
      } else {
        return nil
      }
      return Finding(
        id.range, "\(what) has the id `\(id.value)`", help: "choose another one",
        related: [.init(message: "here", path: place.path, range: place.range)])
    }
  }
}
