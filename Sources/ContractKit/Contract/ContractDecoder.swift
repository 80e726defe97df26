/// Makes the typed contract of a tree.
///
/// It says nothing about what is wrong: the shape checker and the rules do, and they look at the tree
/// where the typed form has lost what was written. What cannot be decoded is left out, so a contract
/// with errors must not be judged.
struct ContractDecoder {
  let source: SourceText

  /// The contract that a file's root mapping spells.
  func contract(_ root: YAMLNode, id: String) -> Contract {
    Contract(
      id: id, path: source.path, metadata: metadata(root["metadata"]),
      equations: root.entries("equations").compactMap(equation),
      obligations: root.mappings("proof_obligations").map(obligation),
      falsifiers: root.mappings("falsification_tests").compactMap(falsifier),
      gates: root.mappings("gates").compactMap(gate),
      loosenings: root.mappings("loosened").compactMap { node in
        guard let change = text(node["change"]), let waiver = waiver(node) else { return nil }
        return Contract.Loosening(change: change, waiver: waiver)
      }, faults: root.mappings("faults").compactMap(fault))
  }

  // MARK: Sections

  private func metadata(_ node: YAMLNode?) -> Contract.Metadata {
    guard let node else { return Contract.Metadata() }
    return Contract.Metadata(
      format: text(node["format"]), version: text(node["version"]), description: text(node["description"]),
      kind: text(node["kind"]), references: many(node["references"]).compactMap(reference),
      dependsOn: texts(node["depends_on"]))
  }

  private func reference(_ node: YAMLNode) -> Contract.Reference? {
    if let plain = text(node) { return Contract.Reference(text: plain) }
    guard node.kind == .mapping else { return nil }
    let id = text(node["id"])
    guard let text = text(node["text"]) ?? text(node["url"]) ?? id else { return nil }
    return Contract.Reference(id: id, text: text, url: self.text(node["url"]))
  }

  private func equation(_ entry: YAMLEntry) -> Equation? {
    guard let name = entry.name, !name.isEmpty else { return nil }
    let node = entry.value
    return Equation(
      id: Located(name, at: range(entry.key)), formula: text(node["formula"]), domain: text(node["domain"]),
      references: texts(node["references"]),
      invariants: many(node["invariants"]).enumerated().compactMap { invariant($1, position: $0 + 1) },
      operation: text(node["operation"]), implementation: texts(node["implementation"]),
      notFalsified: text(node["not_falsified"]), range: range(node))
  }

  private func invariant(_ node: YAMLNode, position: Int) -> Invariant? {
    let positional = Located("inv-\(position)", at: range(node))
    if let statement = text(node) { return Invariant(id: positional, hasWrittenID: false, statement: statement) }
    guard node.kind == .mapping else { return nil }
    let id = text(node["id"])
    return Invariant(
      id: id ?? positional, hasWrittenID: id != nil, statement: text(node["statement"]) ?? Located("", at: range(node)),
      notFalsified: text(node["not_falsified"]))
  }

  private func obligation(_ node: YAMLNode) -> Contract.Obligation {
    Contract.Obligation(
      id: text(node["id"]), type: text(node["type"]), property: text(node["property"]),
      appliesTo: text(node["applies_to"]), range: range(node))
  }

  private func gate(_ node: YAMLNode) -> Contract.Gate? {
    guard let id = text(node["id"]) else { return nil }
    return Contract.Gate(id: id, requires: texts(node["requires"]), verdict: text(node["verdict"]), range: range(node))
  }

  private func fault(_ node: YAMLNode) -> Fault? {
    guard let faultClass = text(node["class"]) else { return nil }
    return Fault(
      faultClass: faultClass, violates: texts(node["violates"]), mutants: texts(node["mutants"]), range: range(node))
  }

  // MARK: Values

  func range(_ node: YAMLNode) -> SourceRange { source.range(node.offsets) }

  /// A scalar that says something.
  func text(_ node: YAMLNode?) -> Located<String>? {
    guard let node, let text = node.text, !text.isEmpty else { return nil }
    return Located(text, at: range(node))
  }

  /// The texts of one value or of a list.
  func texts(_ node: YAMLNode?) -> [Located<String>] { many(node).compactMap(text) }

  /// The elements of a list, or the one value.
  func many(_ node: YAMLNode?) -> [YAMLNode] { node.map { $0.elements.map(Array.init) ?? [$0] } ?? [] }

  func date(_ node: YAMLNode?) -> Located<CalendarDate>? {
    text(node).flatMap { text in CalendarDate(text.value).map { Located($0, at: text.range) } }
  }

  func decimal(_ node: YAMLNode?) -> Located<ExactDecimal>? {
    text(node).flatMap { text in ExactDecimal(text.value).map { Located($0, at: text.range) } }
  }
}
