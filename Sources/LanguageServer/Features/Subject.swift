import ContractKit

/// What a place of a contract is about.
enum Subject: Hashable {
  /// An equation or an invariant; the contract is always named.
  case clause(ClauseReference)
  case falsifier(String)
  case gate(String)
  case contract(String)
  case test(String)
  /// A source or a fixture, from the project's root.
  case file(String)
  /// A reference of this contract.
  case reference(String)
  /// A mutant of this contract.
  case mutant(String)
  /// A check of a falsifier, by its place in the list.
  case check(falsifier: String, index: Int)

  /// The subject of a place; nil where it is about nothing that has a name.
  ///
  /// - Parameter contract: the id of the contract.
  init?(_ path: NodePath, contract: String) {
    guard let text = path.node.text else { return nil }
    func clause(_ text: String) -> Subject? {
      ClauseReference(text).map { reference in
        .clause(
          ClauseReference(
            contract: reference.contract ?? contract, equation: reference.equation, invariant: reference.invariant))
      }
    }
    let equation = path.keys.count > 1 && path.keys[0] == "equations" ? path.keys[1] : ""
    var subject: Subject?
    switch (path.keys.first, path.keys.dropFirst().first, path.keys.count) {
    case ("equations", _, 2) where path.isKey: subject = clause(equation)
    case ("equations", _, 3) where path.keys[2] == "references": subject = .reference(text)
    case ("equations", _, 3) where path.keys[2] == "implementation": subject = .file(text)
    case ("equations", _, 3) where path.keys[2] == "invariants":
      subject = Self.positional(path, equation).flatMap(clause)
    case ("equations", _, 4) where path.keys[2] == "invariants" && path.keys[3] != "id":
      subject = (path.mapping?["id"]?.text).flatMap { clause("\(equation)/\($0)") }
    case ("equations", _, 4) where path.keys[2] == "invariants" && !path.isKey: subject = clause("\(equation)/\(text)")
    case ("metadata", "depends_on", 2): subject = path.isKey ? nil : .contract(text)
    case ("metadata", "references", 3) where path.keys[2] == "id" && !path.isKey: subject = .reference(text)
    case ("gates", "id", 2): subject = path.isKey ? nil : .gate(text)
    case ("gates", "requires", 2): subject = path.isKey ? nil : .falsifier(text)
    case ("faults", "violates", 2), ("proof_obligations", "applies_to", 2): subject = path.isKey ? nil : clause(text)
    case ("faults", "mutants", 2): subject = path.isKey ? nil : .mutant(text)
    case ("falsification_tests", _, _): subject = Self.ofFalsifier(path, text, clause)
    default: break
    }
    guard let subject else { return nil }
    self = subject
  }

  private static func ofFalsifier(_ path: NodePath, _ text: String, _ clause: (String) -> Subject?) -> Subject? {
    guard let node = path.element(of: "falsification_tests"), let id = node["id"]?.text, path.keys.count > 1 else {
      return nil
    }
    if path.keys[1] == "checks", path.keys.count > 2 {
      let offset = path.node.offsets.lowerBound
      let index = node.elements("checks").enumerated().first { $0.element.offsets.contains(offset) }?.offset
      return index.map { .check(falsifier: id, index: $0) }
    }
    if path.isKey { return path.keys.count == 2 && path.keys[1] == "id" ? .falsifier(id) : nil }
    switch path.keys[1] {
    case "id": return .falsifier(id)
    case "binds_to": return clause(text)
    case "test": return .test(text)
    case "fixtures": return .file(text)
    case "mutants": return .mutant(text)
    default: return nil
    }
  }

  /// The name of an invariant that is a plain text.
  private static func positional(_ path: NodePath, _ equation: String) -> String? {
    guard !path.isKey, path.nodes.count > 1, let list = path.nodes.dropLast().last?.elements else { return nil }
    let start = path.node.offsets.lowerBound
    return list.enumerated().first { $0.element.offsets.lowerBound == start }.map { "\(equation)/inv-\($0.offset + 1)" }
  }
}

extension Server {
  /// What the place that parameters name is about, with the text that stands there; nil where it has no name.
  func subject(_ parameters: JSON) throws(ResponseError) -> (subject: Subject, path: NodePath, document: TextDocument)?
  {
    let (document, offset) = try place(parameters)
    guard let file = document.readableFile, file.source?.bytes == document.bytes, let root = file.root,
      let contract = file.contract, let path = NodePath(at: offset, in: root),
      let subject = Subject(path, contract: contract.id)
    else { return nil }
    return (subject, path, document)
  }
}
