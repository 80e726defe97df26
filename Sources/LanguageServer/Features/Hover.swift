import ContractKit

/// What is shown where the pointer rests: what was found there, what the key means, what is named, what was measured.
enum Hover {
  static let answer: Features.Feature = { server, parameters throws(ResponseError) in
    let (document, offset) = try server.place(parameters)
    var parts = findings(at: offset, document, server)
    var offsets: Range<Int>?
    if let (subject, path, _) = try server.subject(parameters) {
      offsets = path.node.offsets
      switch subject {
      case .falsifier(let id), .check(let id, _):
        let owner = server.workspace.project(of: document.path)?.live.falsifierPlace(id)?.path ?? document.path
        switch server.verdicts(of: owner) {
        case .awaited(let key)?: return .awaiting(key)
        case .known(let verification)?:
          if let entry = verification.entries.first(where: { $0.falsifier.id.value == id }) {
            if case .check(_, let index) = subject {
              parts += [MeasuredText.check(entry, index)].compactMap { $0 }
            } else {
              parts.append(MeasuredText.falsifier(entry))
            }
          }
        case nil: break
        }
      default: parts += [text(of: subject, document, server)].compactMap { $0 }
      }
    }
    if let key = keyDocumentation(offset, document) {
      parts.append(key.text)
      offsets = offsets ?? key.offsets
    }
    guard !parts.isEmpty else { return .value(.null) }
    var members: [String: JSON] = [
      "contents": [
        "kind": .string(server.capabilities.takesMarkdown ? "markdown" : "plaintext"),
        "value": .string(parts.joined(separator: "\n\n")),
      ]
    ]
    if let offsets { members["range"] = document.lines.range(of: offsets, server.encoding).json }
    return .value(.object(members))
  }

  /// The findings at a place, with the reasons of their rules.
  private static func findings(at offset: Int, _ document: TextDocument, _ server: Server) -> [String] {
    server.workspace.findings(of: document.path).filter { finding in
      finding.range.map { $0.offsets.lowerBound <= offset && offset <= $0.offsets.upperBound } ?? false
    }.map { finding in
      let reason = RuleCatalogue.rule(finding.rule).map { "\nWhy: \($0.reason)." } ?? ""
      return "\(finding.severity.rawValue): \(finding.message)" + (finding.help.map { "; \($0)" } ?? "")
        + " (`\(finding.rule)`)\(reason)"
    }
  }

  private static func text(of subject: Subject, _ document: TextDocument, _ server: Server) -> String? {
    let workspace = server.workspace
    func contract(_ id: String?) -> Contract? {
      let own = document.readableFile?.contract
      if id == nil || id == own?.id { return own }
      let path = id.flatMap { workspace.validation(of: document.path)?.contract($0)?.path }
      return path.flatMap { workspace.contractFile(at: $0)?.contract }
    }
    switch subject {
    case .clause(let reference):
      guard let equation = contract(reference.contract)?.equation(reference.equation) else { return nil }
      guard let invariant = reference.invariant else {
        let domain = equation.domain.map { "\nfor \($0.value)" } ?? ""
        return "`\(reference.equation)`: \(equation.formula?.value ?? "no formula")\(domain)"
      }
      return equation.invariant(invariant).map { "`\(reference.equation)/\(invariant)`: \($0.statement.value)" }
    case .contract(let id): return contract(id)?.metadata.description.map { "`\(id)`: \($0.value)" }
    case .reference(let id):
      return contract(nil)?.metadata.references.first { $0.id?.value == id }.map {
        $0.text.value + ($0.url.map { "\n\($0.value)" } ?? "")
      }
    default: return nil
    }
  }

  /// What a key means.
  private static func keyDocumentation(_ offset: Int, _ document: TextDocument) -> (text: String, offsets: Range<Int>)?
  {
    guard let file = document.readableFile, file.source?.bytes == document.bytes, let root = file.root,
      let path = NodePath(at: offset, in: root), path.isKey, let name = path.keys.last,
      case .object(let object)? = ContractShape.shape(at: path.keys.dropLast()), let field = object.field(name)
    else { return nil }
    return ("`\(name)`: \(field.documentation)", path.node.offsets)
  }
}

extension ContractShape {
  /// What may stand below a path of keys, lists looked through; nil where the format does not know it.
  static func shape(at keys: some Sequence<String>) -> Shape? {
    var shape = Shape.object(contract)
    for key in keys {
      switch shape.element {
      case .object(let object), .textOr(let object):
        guard let field = object.field(key) else { return nil }
        shape = field.shape
      case .named(let value): shape = value
      default: return nil
      }
    }
    if case .textOr(let object) = shape.element { return .object(object) }
    return shape.element
  }
}

extension Shape {
  /// What stands in a list, or the shape itself.
  var element: Shape {
    switch self {
    case .list(let element), .oneOrMore(let element): element.element
    default: self
    }
  }
}
