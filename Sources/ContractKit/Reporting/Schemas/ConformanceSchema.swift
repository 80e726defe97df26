/// The JSON Schema of what `pv conform` writes; docs/conform.md says what each member means.
package enum ConformanceSchema {
  /// The name of the schema in every file.
  package static let name = "pv-conformance"
  /// The only version of the schema.
  package static let version = 1

  static var members: [String: JSON] {
    let digest = JSONSchema.pattern("^[0-9a-f]{64}$", "SHA-256.")
    let texts = JSONSchema.list(JSONSchema.type("string"))
    var members = JSONSchema.closed([
      "schema": .object(
        JSONSchema.closed([
          "name": .object(["const": .string(name)]), "version": .object(["const": .integer(version)]),
        ])),
      "library": .object(
        JSONSchema.closed([
          "name": JSONSchema.type("string", "The file's name."), "bytes": JSONSchema.type("integer"), "sha256": digest,
          "exports": JSONSchema.list(JSONSchema.type("string"), "Symbols of pv_kernels.h."),
        ])),
      "machine": .object(
        JSONSchema.closed([
          "architecture": JSONSchema.type("string"), "features": texts, "system": JSONSchema.type("string"),
        ])),
      "seed": JSONSchema.type("string", "What fresh cases were drawn from."), "threads": JSONSchema.type("integer"),
      "contracts": JSONSchema.list(
        .object(
          JSONSchema.closed([
            "id": JSONSchema.type("string"), "version": JSONSchema.type("string"), "sha256": digest,
          ]))),
      "clauses": JSONSchema.list(.object(clause), "One entry per falsifier, with the clauses that it binds."),
      "operations": JSONSchema.list(.object(operation)),
      "counts": JSONSchema.map(JSONSchema.type("integer"), "Falsifiers by verdict."),
      "digest": JSONSchema.pattern("^[0-9a-f]{64}$", "The file's digest, with these digits replaced by zeros."),
    ])
    members["title"] = .string("What pv conform found of a library")
    members["$defs"] = .object(["incident": .object(incident)])
    return members
  }

  private static let clause = JSONSchema.closed(
    [
      "contract": JSONSchema.type("string"), "falsifier": JSONSchema.type("string"),
      "clauses": JSONSchema.list(JSONSchema.type("string")),
      "verdict": JSONSchema.words(["holds", "other bits", "falsified", "not exported", "not applicable"]),
      "reason": JSONSchema.type("string"), "calls": JSONSchema.type("integer"),
      "checks": JSONSchema.list(
        .object(
          JSONSchema.closed(
            [
              "metric": JSONSchema.type("string"), "condition": JSONSchema.type("string"),
              "measured": JSONSchema.type("string"), "holds": JSONSchema.type("boolean"),
            ], optional: ["measured", "holds"]))),
      "inputs": JSONSchema.list(
        .object(
          JSONSchema.closed([
            "name": JSONSchema.type("string"), "cases": JSONSchema.type("integer"),
            "sha256": JSONSchema.pattern("^[0-9a-f]{64}$"),
          ])), "What the library was given."),
      "report": JSONSchema.list(JSONSchema.type("string"), "The worst elements, and the shape of the error."),
      "counterexample": .object(
        JSONSchema.closed([
          "origin": JSONSchema.type("string"), "members": JSONSchema.list(JSONSchema.type("string")),
          "report": JSONSchema.list(JSONSchema.type("string")),
          "case": JSONSchema.type("string", "As --case takes it."),
        ])),
      "diagnosis": JSONSchema.type("string", "What it looks like: a guess."),
      "incidents": JSONSchema.list(JSONSchema.reference("incident")),
      "command": JSONSchema.type("string", "Shows it again."),
    ], optional: ["reason", "counterexample", "diagnosis"])

  private static let incident = JSONSchema.closed([
    "what": JSONSchema.type("string"), "call": JSONSchema.type("string"), "falsifier": JSONSchema.type("string"),
  ])

  private static let operation: [String: JSON] = {
    func breaches(_ members: [String: JSON]) -> JSON {
      let own: [String: JSON] = [
        "breaches": JSONSchema.type("integer"), "first": JSONSchema.reference("incident"),
      ]
      return JSONSchema.map(.object(JSONSchema.closed(members.merging(own) { $1 }, optional: ["breaches", "first"])))
    }
    return JSONSchema.closed([
      "symbol": JSONSchema.type("string"), "calls": JSONSchema.type("integer"),
      "invariances": breaches(["compared": JSONSchema.type("integer", "How often bits were compared.")]),
      "manners": breaches(["holds": JSONSchema.type("boolean")]),
    ])
  }()
}
