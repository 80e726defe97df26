/// Makes the typed contract of a tree.
///
/// It says nothing about what is wrong: the shape checker and the rules do, and they look at the tree
/// where the typed form has lost what was written. What cannot be decoded is left out, so a contract
/// with errors must not be judged.
final class ContractDecoder {
  let source: SourceText
  /// Whether texts for people are decoded; no rule reads them, and half of a contract is such texts.
  private let keepsProse: Bool

  init(_ source: SourceText, keepsProse: Bool) {
    self.source = source
    self.keepsProse = keepsProse
  }

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
      format: text(node["format"]), version: text(node["version"]), description: prose("description", of: node),
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
      id: Located(name, at: range(entry.key)), formula: prose("formula", of: node), domain: prose("domain", of: node),
      references: texts(node["references"]),
      invariants: many(node["invariants"]).enumerated().compactMap { invariant($1, position: $0 + 1) },
      operation: text(node["operation"]), implementation: texts(node["implementation"]),
      notFalsified: text(node["not_falsified"]), range: range(node))
  }

  private func invariant(_ node: YAMLNode, position: Int) -> Invariant? {
    let positional = Located("inv-\(position)", at: range(node))
    if let statement = statement(node) { return Invariant(id: positional, hasWrittenID: false, statement: statement) }
    guard node.kind == .mapping else { return nil }
    let id = text(node["id"])
    return Invariant(
      id: id ?? positional, hasWrittenID: id != nil, statement: node["statement"].flatMap(statement) ?? Located("", at: range(node)),
      notFalsified: text(node["not_falsified"]))
  }

  private func obligation(_ node: YAMLNode) -> Contract.Obligation {
    Contract.Obligation(
      id: text(node["id"]), type: prose("type", of: node), property: prose("property", of: node),
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
    guard let node, !node.isEmptyText, let text = node.text else { return nil }
    return Located(text, at: range(node))
  }

  /// A text for people below a key.
  func prose(_ key: String, of node: YAMLNode) -> Located<String>? { keepsProse ? text(node[key]) : nil }

  /// What an invariant says; where texts for people are left out, its place alone.
  private func statement(_ node: YAMLNode) -> Located<String>? {
    guard !keepsProse else { return text(node) }
    return node.kind == .scalar && !node.isNull && !node.isEmptyText ? Located("", at: range(node)) : nil
  }

  /// The texts of one value or of a list.
  func texts(_ node: YAMLNode?) -> [Located<String>] {
    guard let node else { return [] }
    guard let elements = node.elements else { return text(node).map { [$0] } ?? [] }
    return elements.compactMap(text)
  }

  /// The elements of a list, or the one value.
  func many(_ node: YAMLNode?) -> [YAMLNode] {
    guard let node else { return [] }
    return node.elements.map(Array.init) ?? [node]
  }

  func date(_ node: YAMLNode?) -> Located<CalendarDate>? {
    text(node).flatMap { text in CalendarDate(text.value).map { Located($0, at: text.range) } }
  }

  func decimal(_ node: YAMLNode?) -> Located<ExactDecimal>? {
    text(node).flatMap { text in ExactDecimal(text.value).map { Located($0, at: text.range) } }
  }
}
