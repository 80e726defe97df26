/// The JSON Schema of contracts, made from the shapes that the reader checks by.
///
/// It says what the shapes say, and no more: `pv validate` knows rules that no schema can state.
/// Unknown keys are allowed, as they are there. A contract that declares `pv/1` is held to its own
/// family of definitions; in any other, what `pv/1` adds is described and not demanded.
enum ContractSchema {
  /// - Parameter terms: those that the schema enumerates.
  static func members(_ terms: Terms) -> [String: JSON] {
    var definitions = Definitions(terms)
    let plain = definitions.reference(ContractShape.contract, strict: false)
    let strict = definitions.reference(ContractShape.contract, strict: true)
    let sections = ["metadata", "equations", "falsification_tests", "proof_obligations"]
    return [
      "title": .string("A pv contract"),
      "description": .string("Claims about kernels, and the thresholds that measurements of them must meet."),
      "type": .string("object"),
      "anyOf": .array(sections.map { .object(["required": .array([.string($0)])]) }),
      "if": declaresFormat, "then": strict, "else": plain, "$defs": .object(definitions.schemas),
    ]
  }

  /// The schema of a file of hypotheses.
  static var investigation: [String: JSON] {
    var definitions = Definitions(.builtIn)
    let whole = definitions.reference(ContractShape.investigation, strict: true)
    return [
      "title": .string("A pv investigation"),
      "description": .string("Hypotheses about one question, and what they predict of falsifiers."),
      "allOf": .array([whole]), "$defs": .object(definitions.schemas),
    ]
  }

  private static var declaresFormat: JSON {
    func having(_ key: String, _ schema: JSON) -> JSON {
      .object([
        "type": .string("object"), "required": .array([.string(key)]), "properties": .object([key: schema]),
      ])
    }
    return having("metadata", having("format", .object(["const": .string("pv/1")])))
  }
}

/// The definitions that a schema refers to, made as they are asked for.
private struct Definitions {
  private(set) var schemas: [String: JSON] = [:]
  private let terms: Terms

  init(_ terms: Terms) { self.terms = terms }

  /// A reference to the definition of a mapping.
  mutating func reference(_ object: ObjectShape, strict: Bool) -> JSON {
    let name = Self.name(object) + (strict ? ".pv1" : "")
    if schemas[name] == nil {
      // Stands for itself while its own fields are made.
      schemas[name] = .null
      var properties: [String: JSON] = [:]
      var required: [String] = []
      for field in object.fields {
        let isRequired = field.presence == .required || strict && field.presence == .strict
        if isRequired { required.append(field.key) }
        properties[field.key] = property(field, strict: strict, isRequired: isRequired)
      }
      var members: [String: JSON] = [
        "type": .string("object"), "description": .string(object.name), "properties": .object(properties),
      ]
      if let others = object.others { members["additionalProperties"] = schema(others, strict: strict) }
      if !required.isEmpty { members["required"] = .array(required.map(JSON.string)) }
      schemas[name] = .object(members)
    }
    return JSONSchema.reference(name)
  }

  private mutating func property(_ field: Field, strict: Bool, isRequired: Bool) -> JSON {
    var alternatives = [schema(field.shape, strict: strict)]
    // A key without a value is read as one that is not there.
    if !isRequired { alternatives.append(JSONSchema.type("null")) }
    // Editors still complete what is described; a wrong kind of value is a warning there, no error.
    if field.origin == .added && !strict && !Self.isClosed(field.shape) { alternatives.append(.object([:])) }
    var members: [String: JSON] = ["description": .string(field.documentation)]
    if alternatives.count == 1, case .object(let only) = alternatives[0] {
      members.merge(only) { mine, _ in mine }
    } else {
      members["anyOf"] = .array(alternatives)
    }
    return .object(members)
  }

  private mutating func schema(_ shape: Shape, strict: Bool) -> JSON {
    switch shape {
    case .text: return Self.text
    case .integer: return JSONSchema.type("integer")
    case .flag: return JSONSchema.type("boolean")
    case .date: return JSONSchema.pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
    case .choice(let vocabulary):
      return Self.words(vocabulary.words, isClosed: strict || vocabulary.isClosed)
    case .term(let kind): return Self.words(terms.names(kind), isClosed: strict)
    case .list(let element): return JSONSchema.list(schema(element, strict: strict))
    case .oneOrMore(let element):
      let one = schema(element, strict: strict)
      return .object(["anyOf": .array([one, JSONSchema.list(one)])])
    case .object(let object): return reference(object, strict: strict)
    case .textOr(let object): return .object(["anyOf": .array([Self.text, reference(object, strict: strict)])])
    case .named(let value):
      return JSONSchema.map(.object(["anyOf": .array([schema(value, strict: strict), JSONSchema.type("null")])]))
    case .anything: return .object([:])
    }
  }

  private static func words(_ words: [String], isClosed: Bool) -> JSON {
    let words = JSONSchema.words(words)
    return isClosed ? words : .object(["anyOf": .array([words, text])])
  }

  /// Editors type scalars by YAML's rules before they look here: `1.0` is a number to them.
  private static let text = JSON.object(["type": .array(["string", "number", "boolean"].map(JSON.string))])

  private static func isClosed(_ shape: Shape) -> Bool {
    guard case .choice(let vocabulary) = shape else { return false }
    return vocabulary.isClosed
  }

  /// The name without its article, with dashes.
  private static func name(_ object: ObjectShape) -> String {
    object.name.split(separator: " ").filter { !["a", "an", "the"].contains($0) }.joined(separator: "-")
      .replacing("'s", with: "")
  }
}
