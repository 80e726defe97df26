extension CheckedRule {
  static let predictionUnresolved = Rule(
    "prediction-unresolved", .contract, .strict,
    reason: "a prediction about a check that does not exist is never tried",
    details: """
      The falsifier is looked up by its id in all contracts, so only one contract may have a falsifier with this id.
      """,
    failing: .hypotheses([
      RuleExample.hypothesis(
        "H-ONE", ["predicts": "[{falsifier: FALSIFY-SM-001, check: ⟪max_rel_error⟫, outcome: fails}]"])
    ]),
    passing: .hypotheses([RuleExample.hypothesis("H-ONE", ["predicts": RuleExample.predictsFailure])])
  ).amongHypotheses { context in
    lazy var ids = context.index.falsifierSearch
    return context.hypotheses.flatMap { hypothesis in
      hypothesis.predictions.flatMap { prediction -> [Finding] in
        guard let id = prediction.falsifier else { return [] }
        let bearers = context.index.falsifiers(id.value)
        guard let falsifier = bearers.first else {
          // Of the public format's falsifiers only names are kept.
          guard !context.index.hasFalsifier(id.value) else { return [] }
          return [
            Finding(
              id.range, "there is no falsifier `\(id.value)`",
              help: ids.nearest(to: id.value).map { "did you mean `\($0)`?" }
                ?? "write the `id` of a falsifier of any contract, or say why nothing tests the prediction: "
                + "`{statement: WHAT, unbound: WHY}`")
          ]
        }
        guard bearers.count == 1 else {
          return [
            Finding(
              id.range, "\(bearers.count) contracts have a falsifier `\(id.value)`",
              help: "give each an id of its own")
          ]
        }
        func unknown(_ name: Located<String>?, _ what: String, _ all: [String], _ key: String) -> Finding? {
          guard let name, !all.contains(name.value) else { return nil }
          return Finding(
            name.range, "`\(id.value)` has no \(what) `\(name.value)`",
            help: Suggestion.nearest(to: name.value, among: all).map { "did you mean `\($0)`?" }
              ?? (all.isEmpty
                ? "it has none: add one under `\(key)`" : "one of \(all.map { "`\($0)`" }.joined(separator: ", "))"))
        }
        return [
          unknown(prediction.check, "check of", falsifier.checks.map(\.metric.value), "checks"),
          unknown(prediction.mutant, "mutant", falsifier.mutants.map(\.value), "mutants"),
        ].compactMap(\.self)
      }
    }
  }
}
