/// The JSON Schema of evidence files; docs/evidence-format.md says what each member means.
///
/// Bytes matter beyond it: a file in another form than the canonical one, or with another digest of
/// itself, is refused by `pv` though a schema accepts it.
enum EvidenceSchema {
  static var members: [String: JSON] {
    var members = JSONSchema.closed(
      [
        "schema": .object(
          JSONSchema.closed([
            "name": .object(["const": .string(Evidence.schemaName)]),
            "version": .object(["const": .integer(Evidence.schemaVersion)]),
          ])),
        "contract": JSONSchema.type("string", "The stem of the contract's file."),
        "falsifier": JSONSchema.type("string", "The id under falsification_tests."),
        "level": JSONSchema.words(Falsifier.Level.allCases.map(\.rawValue), "What the run was made on."),
        "inputs": JSONSchema.list(.object(input), "What kernels were given."),
        "outputs": JSONSchema.list(
          .object(
            JSONSchema.closed(
              [
                "name": JSONSchema.type("string"), "dtype": JSONSchema.type("string"), "shape": shape,
                "sha256": JSONSchema.reference("digest", "Absent where bits vary from run to run."),
              ], optional: ["sha256"])), "What kernels returned."),
        "measurements": JSONSchema.map(JSONSchema.reference("measurement"), "By metric, [SUBJECT.]METRIC."),
        "ulps": JSONSchema.map(
          JSONSchema.map(JSONSchema.type("integer")),
          "By subject, elements by their distance in units in the last place: 0, a power of two, or none."),
        "bounds": JSONSchema.map(
          JSONSchema.list(.object(bound)), "By subject, the bound functions with whose sum the errors were compared."),
        "orders": JSONSchema.map(
          JSONSchema.map(JSONSchema.reference("measurement")), "The same in another order of summation, by its name."),
        "mutants": JSONSchema.map(.object(mutant), "By name."),
        "impostors": JSONSchema.map(
          JSONSchema.map(
            .object([
              "oneOf": .array([
                JSONSchema.map(JSONSchema.reference("measurement")), JSONSchema.type("string", "Why there is none."),
              ])
            ])), "By the first measurement of an array, then by the impostor's name."),
        "digest": JSONSchema.reference("digest", "The file's digest, with these digits replaced by zeros."),
      ], optional: ["bounds"])
    members["title"] = .string("Evidence of a pv falsifier")
    members["description"] = .string("What one falsifier run measured; written by that run and by nothing else.")
    members["$defs"] = .object([
      "digest": JSONSchema.pattern("^[0-9a-f]{64}$", "SHA-256."),
      "measurement": .object(["oneOf": .array(measurements.map(JSON.object))]),
    ])
    return members
  }

  private static let shape = JSONSchema.list(JSONSchema.type("integer"))

  private static let input = JSONSchema.closed(
    [
      "name": JSONSchema.type("string"), "generator": JSONSchema.type("string"),
      "generator_version": JSONSchema.type("integer"), "parameters": JSONSchema.map(JSONSchema.type("string")),
      "seed": JSONSchema.type("string", "Absent if nothing is drawn."), "cases": JSONSchema.type("integer"),
      "dtype": JSONSchema.type("string"), "shape": shape, "sha256": JSONSchema.reference("digest"),
      "classes": JSONSchema.map(JSONSchema.type("integer"), "How many elements fell into each class of numbers."),
      "corners": JSONSchema.map(JSONSchema.type("integer"), "How many cases lie in each declared corner."),
    ], optional: ["seed"])

  private static let bound = JSONSchema.closed([
    "function": JSONSchema.type("string"), "version": JSONSchema.type("integer"),
    "parameters": JSONSchema.map(JSONSchema.type("integer")),
  ])

  private static let mutant = JSONSchema.closed([
    "fault": JSONSchema.type("string", "The one fault planted."),
    "measurements": JSONSchema.map(JSONSchema.reference("measurement")),
    "outputs": JSONSchema.map(JSONSchema.reference("digest"), "By the output's name."),
    "first_difference": JSONSchema.orNull(
      .object(
        JSONSchema.closed([
          "output": JSONSchema.type("string"), "index": JSONSchema.type("integer"),
          "real": JSONSchema.type("string", "Bits."), "mutant": JSONSchema.type("string", "Bits."),
        ]))),
  ])

  private static var measurements: [[String: JSON]] {
    func form(_ type: String, _ value: [String: JSON]) -> [String: JSON] {
      let common: [String: JSON] = [
        "type": .object(["const": .string(type)]), "over": JSONSchema.type("string", "What it was taken over."),
        "asserted": JSONSchema.type("boolean", "Handed in, not measured: discharges nothing."),
      ]
      return JSONSchema.closed(common.merging(value) { $1 }, optional: ["over", "asserted"])
    }
    return [
      form(
        "real",
        [
          "bits": JSONSchema.pattern("^0x[0-9a-f]{16}$", "A binary64 number."),
          "display": JSONSchema.type("string", "The same, rounded, for reading."),
        ]),
      form("count", ["value": JSONSchema.pattern("^(0|[1-9][0-9]*)$")]),
      form("text", ["value": JSONSchema.type("string", "Bits or a digest.")]),
    ]
  }
}
