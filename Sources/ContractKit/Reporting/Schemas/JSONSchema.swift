/// JSON Schemas (2020-12) of the files that `pv` reads and writes, for editors and other programs.
package enum JSONSchema: String, CaseIterable, Sendable {
  case contract, investigation, evidence, status, witness, conformance, shard

  /// The schema as a document of its own.
  ///
  /// - Parameter terms: the operations and classes of faults that contracts may name.
  package func document(_ terms: Terms = .builtIn) -> JSON {
    var members: [String: JSON] =
      switch self {
      case .contract: ContractSchema.members(terms)
      case .investigation: ContractSchema.investigation
      case .evidence: EvidenceSchema.members
      case .status: StatusSchema.members
      case .witness: WitnessSchema.members
      case .conformance: ConformanceSchema.members
      case .shard: ShardSchema.members
      }
    members["$schema"] = .string("https://json-schema.org/draft/2020-12/schema")
    members["$id"] = .string("urn:pv:schema:\(rawValue)")
    return .object(members)
  }

  // MARK: Parts

  static func type(_ name: String, _ documentation: String? = nil) -> JSON {
    described(["type": .string(name)], documentation)
  }

  static func pattern(_ pattern: String, _ documentation: String? = nil) -> JSON {
    described(["type": .string("string"), "pattern": .string(pattern)], documentation)
  }

  static func words(_ words: [String], _ documentation: String? = nil) -> JSON {
    described(["enum": .array(words.map(JSON.string))], documentation)
  }

  static func list(_ element: JSON, _ documentation: String? = nil) -> JSON {
    described(["type": .string("array"), "items": element], documentation)
  }

  static func map(_ value: JSON, _ documentation: String? = nil) -> JSON {
    described(["type": .string("object"), "additionalProperties": value], documentation)
  }

  static func reference(_ name: String, _ documentation: String? = nil) -> JSON {
    described(["$ref": .string("#/$defs/\(name)")], documentation)
  }

  static func orNull(_ schema: JSON) -> JSON { .object(["anyOf": .array([schema, type("null")])]) }

  /// An object that has these members and no other; those named optional may be left out.
  static func closed(_ properties: [String: JSON], optional: Set<String> = []) -> [String: JSON] {
    [
      "type": .string("object"), "properties": .object(properties), "additionalProperties": .bool(false),
      "required": .array(
        properties.keys.filter { !optional.contains($0) }.sorted(by: Files.utf8Order).map(JSON.string)),
    ]
  }

  private static func described(_ members: [String: JSON], _ documentation: String?) -> JSON {
    guard let documentation else { return .object(members) }
    return .object(members.merging(["description": .string(documentation)]) { $1 })
  }
}
