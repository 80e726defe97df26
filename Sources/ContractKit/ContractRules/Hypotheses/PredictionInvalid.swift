extension CheckedRule {
  static let predictionInvalid = Rule(
    "prediction-invalid", .contract, .strict,
    reason: "a prediction that leaves open what must be seen cannot be contradicted",
    details: """
      A prediction names `falsifier`, `check` and `outcome`, and, if it is about a planted fault, `mutant`. A \
      prediction that no falsifier tests has two other keys instead: `statement` says what would be seen, and \
      `unbound` says, in more than one word, why nothing tests the prediction. For each check, a hypothesis may have \
      only one prediction about the real kernel, and only one about each mutant.
      """,
    failing: .hypotheses([
      RuleExample.hypothesis("H-ONE", ["predicts": "[⟪{falsifier: FALSIFY-SM-001, outcome: fails}⟫]"])
    ]),
    passing: .hypotheses([RuleExample.hypothesis("H-ONE", ["predicts": RuleExample.predictsFailure])])
  ).amongHypotheses { context in
    context.hypotheses.flatMap { hypothesis in
      var seen: [Hypothesis.Test: Hypothesis.Prediction] = [:]
      return hypothesis.predictions.compactMap { prediction -> Finding? in
        if let (message, help) = prediction.fault { return Finding(prediction.range, message, help: help) }
        guard let test = prediction.test, let first = seen.updateValue(prediction, forKey: test) else { return nil }
        return Finding(
          prediction.range,
          first.outcome == prediction.outcome
            ? "`\(hypothesis.id.value)` predicts twice what \(test) does"
            : "`\(hypothesis.id.value)` predicts both that \(test) passes and that it fails",
          help: "keep one of the two",
          related: [.init(message: "first here", path: context.outline.path, range: first.range)])
      }
    }
  }
}

extension Hypothesis.Prediction {
  /// What it leaves open, and the way out; nil where it can be tried, or says why it cannot.
  fileprivate var fault: (message: String, help: String)? {
    let form = "write `{falsifier: ID, check: METRIC, outcome: fails}`, or `passes`"
    let isBound = falsifier != nil || check != nil || mutant != nil || hasOutcome
    guard statement != nil || unbound != nil else {
      let missing = [("falsifier", falsifier == nil), ("check", check == nil), ("outcome", !hasOutcome)]
        .filter(\.1).map { "`\($0.0)`" }
      return missing.isEmpty ? nil : ("a prediction without \(missing.joined(separator: ", "))", form)
    }
    guard !isBound else {
      return (
        "this prediction names what a falsifier tests, but also has `statement` or `unbound`",
        "keep `falsifier`, `check` and `outcome`, or `statement` and `unbound`"
      )
    }
    guard statement != nil, let unbound, Answer.isReason(unbound.value) else {
      return (
        "no falsifier tests this prediction, and it does not say \(statement == nil ? "what would be seen" : "why")",
        "write `{statement: WHAT, unbound: WHY}`, with a reason of more than one word"
      )
    }
    return nil
  }
}
