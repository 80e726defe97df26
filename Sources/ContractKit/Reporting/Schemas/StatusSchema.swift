/// The JSON Schema of the scoreboard, as `pv status --format json` writes it.
///
/// A later version may add members: whoever reads it ignores what it does not know.
enum StatusSchema {
  static var members: [String: JSON] {
    var members = open([
      "schema": .object(
        open([
          "name": .object(["const": .string("pv-status")]), "version": .object(["const": .integer(1)]),
        ])),
      "contracts": JSONSchema.list(.object(open(counts.merging(["id": JSONSchema.type("string")]) { $1 }))),
      "total": .object(
        open(
          counts.merging(
            ["contracts", "unreadable", "clauses", "clauses_holding", "judged", "holding", "kept"].map {
              ($0, JSONSchema.type("integer"))
            }
          ) { $1 })),
      "falsifiers": JSONSchema.list(
        .object(
          open([
            "contract": JSONSchema.type("string"), "id": JSONSchema.type("string"),
            "status": JSONSchema.words(statuses, "Derived from contract and evidence."),
            "declared": JSONSchema.orNull(JSONSchema.type("string", "As the contract has it.")),
            "bits": JSONSchema.words(
              ["same", "vary"], "Whether a kernel gives the same bits in every run, as the contract has it."),
            "waived": JSONSchema.type("boolean"), "holds": JSONSchema.type("boolean"),
            "reasons": JSONSchema.list(JSONSchema.type("string"), "Why it is not DISCHARGED."),
          ]))),
      "gates": JSONSchema.list(
        .object(
          open([
            "id": JSONSchema.type("string"), "passes": JSONSchema.type("boolean"),
            "missing": JSONSchema.list(JSONSchema.type("string"), "What it requires that does not hold."),
            "basis": JSONSchema.type("string", "How much of what it requires holds, and what does not."),
            "requires": JSONSchema.list(JSONSchema.type("string"), "Falsifiers, gates and hypotheses, by their ids."),
          ]))),
      "criteria": JSONSchema.list(
        .object(
          open([
            "name": JSONSchema.type("string", "The number of its table, and of its row there."),
            "text": JSONSchema.type("string"),
            "status": JSONSchema.type("string", "What its row says: holds, by CI, open, or no proof."),
            "open": JSONSchema.list(JSONSchema.type("string"), "Gates and falsifiers that do not hold."),
            "commands": JSONSchema.list(JSONSchema.type("string"), "What only CI can show."),
          ])), "The rows of ship-spec.md."),
      "next": JSONSchema.orNull(JSONSchema.type("string", "What to do first for the criterion that needs the least.")),
      "questions": HypothesisSchema.questions,
      "next_hypothesis": JSONSchema.orNull(JSONSchema.type("string", "Which prediction to try next, and how.")),
      "witnesses": JSONSchema.list(
        .object(
          open([
            "name": JSONSchema.type("string"), "signed": JSONSchema.type("boolean"),
            "architecture": JSONSchema.type("string"), "features": JSONSchema.list(JSONSchema.type("string")),
            "variants": JSONSchema.list(JSONSchema.type("string"), "Implementations that were forced."),
            "current": JSONSchema.type("integer", "Falsifiers whose evidence is what was reproduced."),
            "stale": JSONSchema.type("integer"),
          ])), "Machines that reproduced the evidence."),
      "unwitnessed": JSONSchema.list(
        .object(open(["falsifier": JSONSchema.type("string"), "variant": JSONSchema.type("string")])),
        "Claims of an implementation that no witness covers."),
    ])
    members["title"] = .string("The scoreboard of pv status")
    return members
  }

  private static let statuses = Status.allCases.map(\.rawValue)

  private static let counts = Dictionary(
    uniqueKeysWithValues: (["falsifiers", "waived"] + statuses).map { ($0, JSONSchema.type("integer")) })

  private static func open(_ properties: [String: JSON]) -> [String: JSON] {
    JSONSchema.closed(properties).filter { $0.key != "additionalProperties" }
  }
}
