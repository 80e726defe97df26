/// The JSON Schema of witnesses; docs/witnesses.md says what each member means.
enum WitnessSchema {
  static var members: [String: JSON] {
    let digest = JSONSchema.pattern("^[0-9a-f]{64}$", "SHA-256.")
    func texts(_ documentation: String) -> JSON { JSONSchema.list(JSONSchema.type("string"), documentation) }
    var members = JSONSchema.closed([
      "schema": .object(
        JSONSchema.closed([
          "name": .object(["const": .string(Witness.schemaName)]),
          "version": .object(["const": .integer(Witness.schemaVersion)]),
        ])),
      "name": JSONSchema.type("string", "The file's stem."),
      "architecture": JSONSchema.type("string", "As uname -m names it."),
      "features": texts("Implementations that pv.yaml forces and that the machine can run."),
      "system": JSONSchema.type("string", "The operating system with its version."),
      "toolchain": JSONSchema.type("string", "The compiler's own description of itself."),
      "variations": texts("Under each of them, everything was reproduced."),
      "variants": texts("Implementations of the kernels that were forced."),
      "reproduced": JSONSchema.list(
        .object(
          JSONSchema.closed([
            "contract": JSONSchema.type("string"), "falsifier": JSONSchema.type("string"), "result": digest,
            "implementation": digest,
          ])), "Evidence files that were reproduced byte for byte, and the sources behind them."),
      "digest": digest,
    ])
    members["title"] = .string("A witness of pv repro")
    return members
  }
}
