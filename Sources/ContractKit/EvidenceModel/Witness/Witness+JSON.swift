extension Witness {
  /// The bytes of the file: canonical JSON, with the digest of the bytes inside, as evidence has it.
  package var bytes: [UInt8] { JSON.bytes(withOwnDigest: json(digest:)) }

  /// The witness that a file's bytes hold.
  ///
  /// - Throws: `EvidenceFormError`, or `JSONError` with the place. The bytes must be the canonical
  ///   ones, so that nothing is in the file that is not shown.
  package init(reading bytes: [UInt8]) throws {
    let file = try Members(try JSONText.read(bytes).root, path: "the file")
    let schema = try file.members("schema")
    try schema.allow("name", "version")
    guard try schema.string("name") == Self.schemaName, try schema.integer("version") == Self.schemaVersion else {
      throw EvidenceFormError.member("schema", problem: "is not \(Self.schemaName) \(Self.schemaVersion)")
    }
    try file.allow(
      "schema", "name", "architecture", "features", "system", "toolchain", "variations", "variants", "reproduced",
      "digest")
    func texts(_ name: StaticString) throws -> [String] { try file.array(name) { try $0.asString("\(name)") } }
    var reproduced: [Ledger.Key: Reproduced] = [:]
    for element in try file.array("reproduced", \.self) {
      let one = try Members(element, path: "reproduced")
      try one.allow("contract", "falsifier", "result", "implementation")
      reproduced[.init(contract: try one.string("contract"), falsifier: try one.string("falsifier"))] = Reproduced(
        result: try one.digest("result"), implementation: try one.digest("implementation"))
    }
    self.init(
      name: try file.string("name"), architecture: try file.string("architecture"), features: try texts("features"),
      system: try file.string("system"), toolchain: try file.string("toolchain"),
      variations: try texts("variations"), variants: try texts("variants"), reproduced: reproduced)
    guard self.bytes == bytes else {
      throw EvidenceFormError.member("digest", problem: "is not that of these bytes in canonical form: it was edited")
    }
  }

  private func json(digest: String) -> JSON {
    let keys = reproduced.keys.sorted {
      $0.contract == $1.contract
        ? Files.utf8Order($0.falsifier, $1.falsifier) : Files.utf8Order($0.contract, $1.contract)
    }
    return .object([
      "schema": .object(["name": .string(Self.schemaName), "version": .integer(Self.schemaVersion)]),
      "name": .string(name), "architecture": .string(architecture), "features": .array(features.map(JSON.string)),
      "system": .string(system), "toolchain": .string(toolchain),
      "variations": .array(variations.map(JSON.string)), "variants": .array(variants.map(JSON.string)),
      "reproduced": .array(
        keys.map { key in
          .object([
            "contract": .string(key.contract), "falsifier": .string(key.falsifier),
            "result": .string(reproduced[key]!.result.description),
            "implementation": .string(reproduced[key]!.implementation.description),
          ])
        }),
      "digest": .string(digest),
    ])
  }
}
