/// An evidence file whose JSON does not have the form of evidence.
package enum EvidenceFormError: Error, Equatable, CustomStringConvertible {
  /// A member is missing, has the wrong type, or is not known.
  case member(String, problem: String)

  /// What is wrong with the form, without the name of the file.
  package var description: String {
    switch self {
    case .member(let path, let problem): "\(path): \(problem)"
    }
  }
}

extension Evidence {
  /// The file's form, with the given text as its own digest.
  package func json(digest: String) -> JSON {
    var members: [String: JSON] = [
      "schema": .object(["name": .string(Self.schemaName), "version": .integer(Self.schemaVersion)]),
      "contract": .string(contract),
      "falsifier": .string(falsifier),
      "level": .string(level.rawValue),
      "inputs": .array(inputs.map(\.json)),
      "outputs": .array(outputs.map(\.json)),
      "measurements": .object(measurements.mapValues(\.json)),
      "ulps": .object(ulps.mapValues { .object($0.mapValues(JSON.integer)) }),
      "orders": .object(orders.mapValues { .object($0.mapValues(\.json)) }),
      "mutants": .object(mutants.mapValues(\.json)),
      "impostors": .object(impostors.mapValues { .object($0.mapValues(\.json)) }),
      "digest": .string(digest),
    ]
    if !bounds.isEmpty { members["bounds"] = .object(bounds.mapValues { .array($0.map(\.json)) }) }
    return .object(members)
  }

  init(_ json: JSONText.Value) throws {
    let file = try Members(json, path: "the file")
    let schema = try file.members("schema")
    guard try schema.string("name") == Self.schemaName else {
      throw EvidenceFormError.member("schema.name", problem: "is not \"\(Self.schemaName)\"")
    }
    guard try schema.integer("version") == Self.schemaVersion else {
      throw EvidenceFormError.member("schema.version", problem: "is not \(Self.schemaVersion)")
    }
    try schema.allow("name", "version")
    try file.allow(
      "schema", "contract", "falsifier", "level", "inputs", "outputs", "measurements", "ulps", "bounds", "orders",
      "mutants", "impostors", "digest")
    guard let level = Falsifier.Level(rawValue: try file.string("level")) else {
      throw EvidenceFormError.member("level", problem: "is neither algorithm nor live")
    }
    self.init(
      contract: try file.string("contract"), falsifier: try file.string("falsifier"), level: level,
      inputs: try file.array("inputs") { try Input(Members($0, path: "inputs")) },
      outputs: try file.array("outputs") { try Output(Members($0, path: "outputs")) },
      measurements: try file.measurements("measurements"),
      ulps: try file.object("ulps") { json in
        guard let bins = json.members else { throw EvidenceFormError.member("ulps", problem: "holds no object") }
        return try bins.dictionary { try $0.value.asInteger("ulps") }
      },
      bounds: try !file.has("bounds")
        ? [:]
        : file.object("bounds") { json in
          guard let list = json.elements else { throw EvidenceFormError.member("bounds", problem: "holds no array") }
          return try list.map { try NamedBound(Members($0, path: "bounds")) }
        },
      orders: try file.mapping("orders") { try $0.measurements() },
      mutants: try file.mapping("mutants", MutantRun.init),
      impostors: try file.object("impostors") { json in
        guard let runs = json.members else { throw EvidenceFormError.member("impostors", problem: "holds no object") }
        return try runs.dictionary { try ImpostorRun($0.value) }
      })
  }
}

extension Evidence.ImpostorRun {
  fileprivate var json: JSON {
    switch self {
    case .measured(let measurements): .object(measurements.mapValues(\.json))
    case .notApplicable(let reason): .string(reason)
    }
  }

  /// A text is why there is no such array; anything else must be an object of measurements.
  fileprivate init(_ json: JSONText.Value) throws {
    if let reason = json.string {
      self = .notApplicable(reason)
    } else {
      self = .measured(try Members(json, path: "impostors").values(Evidence.Measurement.init))
    }
  }
}

extension Evidence.Input {
  fileprivate var json: JSON {
    var members: [String: JSON] = [
      "name": .string(name), "generator": .string(generator), "generator_version": .integer(generatorVersion),
      "parameters": .object(parameters.mapValues(JSON.string)), "cases": .integer(cases), "dtype": .string(dtype),
      "shape": .array(shape.map(JSON.integer)), "sha256": .string(sha256.description),
      "classes": .object(classes.mapValues(JSON.integer)), "corners": .object(corners.mapValues(JSON.integer)),
    ]
    if let seed { members["seed"] = .string(seed) }
    return .object(members)
  }

  fileprivate init(_ members: Members) throws {
    try members.allow(
      "name", "generator", "generator_version", "parameters", "seed", "cases", "dtype", "shape", "sha256", "classes",
      "corners")
    self.init(
      name: try members.string("name"), generator: try members.string("generator"),
      generatorVersion: try members.integer("generator_version"),
      parameters: try members.object("parameters") { try $0.asString("parameters") },
      seed: members.has("seed") ? try members.string("seed") : nil, cases: try members.integer("cases"),
      dtype: try members.string("dtype"), shape: try members.array("shape") { try $0.asInteger("shape") },
      sha256: try members.digest("sha256"),
      classes: try members.object("classes") { try $0.asInteger("classes") },
      corners: try members.object("corners") { try $0.asInteger("corners") })
  }
}

extension Evidence.Output {
  fileprivate var json: JSON {
    var members: [String: JSON] = [
      "name": .string(name), "dtype": .string(dtype), "shape": .array(shape.map(JSON.integer)),
    ]
    if let sha256 { members["sha256"] = .string(sha256.description) }
    return .object(members)
  }

  fileprivate init(_ members: Members) throws {
    try members.allow("name", "dtype", "shape", "sha256")
    self.init(
      name: try members.string("name"), dtype: try members.string("dtype"),
      shape: try members.array("shape") { try $0.asInteger("shape") },
      sha256: members.has("sha256") ? try members.digest("sha256") : nil)
  }
}

extension Evidence.MutantRun {
  fileprivate var json: JSON {
    var members: [String: JSON] = [
      "fault": .string(fault), "measurements": .object(measurements.mapValues(\.json)), "first_difference": .null,
      "outputs": .object(outputs.mapValues { .string($0.description) }),
    ]
    if let difference = firstDifference {
      members["first_difference"] = .object([
        "output": .string(difference.output), "index": .integer(difference.index), "real": .string(difference.real),
        "mutant": .string(difference.mutant),
      ])
    }
    return .object(members)
  }

  fileprivate init(_ members: Members) throws {
    try members.allow("fault", "measurements", "first_difference", "outputs")
    var difference: Difference?
    if !members.isNull("first_difference") {
      let place = try members.members("first_difference")
      try place.allow("output", "index", "real", "mutant")
      difference = Difference(
        output: try place.string("output"), index: try place.integer("index"), real: try place.string("real"),
        mutant: try place.string("mutant"))
    }
    self.init(
      fault: try members.string("fault"), firstDifference: difference,
      measurements: try members.measurements("measurements"),
      outputs: try members.object("outputs") { try $0.asDigest("outputs") })
  }
}

extension Members {
  /// Measurements by their metrics, the member of a name or all members, with ratios that are what they say.
  fileprivate func measurements(_ name: StaticString? = nil) throws -> [String: Evidence.Measurement] {
    let found = try name.map { try mapping($0, Evidence.Measurement.init) } ?? values(Evidence.Measurement.init)
    if let fault = RatioOperands.problem(in: found) {
      throw EvidenceFormError.member("\(path).\(fault.metric)", problem: fault.problem)
    }
    return found
  }
}
