extension NamedBound {
  /// The form in claims and in evidence.
  var json: JSON {
    .object([
      "function": .string(function), "version": .integer(version),
      "parameters": .object(parameters.mapValues(JSON.integer)),
    ])
  }

  init(_ members: Members) throws {
    try members.allow("function", "version", "parameters")
    self.init(
      function: try members.string("function"), version: try members.integer("version"),
      parameters: try members.object("parameters") { try $0.asInteger("parameters") })
  }
}
