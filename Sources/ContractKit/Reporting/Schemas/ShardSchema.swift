/// The JSON Schema of shards' records; docs/shards.md says what each member means.
enum ShardSchema {
  static var members: [String: JSON] {
    let digest = JSONSchema.pattern("^[0-9a-f]{64}$", "SHA-256.")
    let texts = JSONSchema.map(JSONSchema.type("string"))
    var members = JSONSchema.closed(
      [
        "schema": .object(
          JSONSchema.closed([
            "name": .object(["const": .string(ShardRecord.schemaName)]),
            "version": .object(["const": .integer(ShardRecord.schemaVersion)]),
          ])),
        "kind": JSONSchema.words(ShardRecord.Kind.allCases.map(\.rawValue), "The command that was split."),
        "shard": JSONSchema.type("integer", "From 1."), "of": JSONSchema.type("integer", "How many shards there are."),
        "parameters": JSONSchema.type("object", "What was asked for; the same in all shards."),
        "inputs": JSONSchema.map(
          JSONSchema.type("string"), "Digests and versions that the whole run depends on; the same in all shards."),
        "demand": JSONSchema.list(
          .object(
            JSONSchema.closed([
              "item": JSONSchema.type("string"), "shard": JSONSchema.type("integer", "Whose it is."),
              "digests": texts,
            ])), "All items of the whole run, with what each depends on; the same in all shards."),
        "command": JSONSchema.list(JSONSchema.type("string"), "How this shard was started."),
        "host": JSONSchema.type("string"), "started": JSONSchema.type("string", "In UTC."),
        "state": JSONSchema.words(["started", "finished"]),
        "done": JSONSchema.map(
          .object(
            JSONSchema.closed([
              "outcome": .object([:]), "milliseconds": JSONSchema.orNull(JSONSchema.type("integer")),
            ])), "How each item of this shard came out; absent until all of them have."),
        "files": JSONSchema.map(digest, "The files of the folder that are merged."), "digest": digest,
      ], optional: ["done"])
    members["title"] = .string("The record of a shard")
    return members
  }
}
