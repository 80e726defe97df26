/// The JSON Schema of questions and hypotheses, as `pv hypotheses` and `pv status` write them.
enum HypothesisSchema {
  static var questions: JSON {
    JSONSchema.list(
      open([
        "question": JSONSchema.type("string", "Empty for hypotheses that answer none."),
        "hypotheses": JSONSchema.list(hypothesis, "In the order of the tree."),
        "next": JSONSchema.orNull(next),
      ]), "What hypotheses answer.")
  }

  private static var hypothesis: JSON {
    open([
      "id": text, "path": text, "line": JSONSchema.type("integer"),
      "depth": JSONSchema.type("integer", "How many hypotheses of the question are its ancestors."),
      "statement": orNull, "source": orNull, "refines": texts, "supersedes": texts, "opened": orNull, "closed": orNull,
      "state": JSONSchema.words(Hypothesis.State.allCases.map(\.rawValue), "Derived from evidence."),
      "declared": JSONSchema.orNull(JSONSchema.type("string", "As the file has it.")),
      "indistinct": JSONSchema.list(text, "Rivals that nothing still to be tried distinguishes from it."),
      "predictions": JSONSchema.list(prediction), "why": JSONSchema.type("string", "Why it has its state."),
    ])
  }

  private static var prediction: JSON {
    open([
      "contract": orNull, "falsifier": orNull, "check": orNull, "mutant": orNull, "outcome": orNull,
      "statement": JSONSchema.orNull(JSONSchema.type("string", "What would be seen, if no falsifier tests it.")),
      "result": JSONSchema.words(["confirmed", "contradicted", "untested"]),
      "reason": JSONSchema.orNull(JSONSchema.type("string", "Why it is untested.")), "measured": orNull,
      "demand": JSONSchema.orNull(JSONSchema.type("string", "What the check demands.")), "command": orNull,
    ])
  }

  private static var next: JSON {
    var members = JSONSchema.closed(
      [
        "kind": JSONSchema.words(["run", "write", "differ", "propose"]), "text": text, "falsifier": text, "check": text,
        "mutant": orNull, "falsified_if_fails": texts, "falsified_if_passes": texts, "command": orNull,
        "hypotheses": texts, "prediction": text, "why": text,
      ],
      optional: [
        "falsifier", "check", "mutant", "falsified_if_fails", "falsified_if_passes", "command", "hypotheses",
        "prediction", "why",
      ])
    members["additionalProperties"] = nil
    return .object(members)
  }

  private static let text = JSONSchema.type("string")
  private static let texts = JSONSchema.list(JSONSchema.type("string"))
  private static let orNull = JSONSchema.orNull(JSONSchema.type("string"))

  /// Later versions may add members.
  private static func open(_ properties: [String: JSON]) -> JSON {
    .object(JSONSchema.closed(properties).filter { $0.key != "additionalProperties" })
  }
}
