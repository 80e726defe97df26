/// Makes the typed contract of a tree.
///
/// It says nothing about what is wrong: the shape checker and the rules do, and they look at the tree
/// where the typed form has lost what was written. What cannot be decoded is left out, so a contract
/// with errors must not be judged.
final class ContractDecoder {
  let source: SourceText
  /// Whether texts for people are decoded, references without an id among them; no rule reads them, and half of a
  /// contract is such texts.
  private let keepsProse: Bool
  private let terms: Terms

  init(_ source: SourceText, keepsProse: Bool, terms: Terms = .builtIn) {
    self.source = source
    self.keepsProse = keepsProse
    self.terms = terms
  }

  /// The contract that a file's root mapping spells.
  func contract(_ root: YAMLNode, id: String) -> Contract {
    let metadata = metadata(root["metadata"])
    let falsifiers = root.mappings("falsification_tests").compactMap { falsifier($0, isStrict: metadata.isStrict) }
    let gates = root.mappings("gates")
    let ids = gates.isEmpty ? [] : Set(falsifiers.map(\.id.value))
    return Contract(
      id: id, path: source.path, metadata: metadata,
      equations: root.entries("equations").compactMap(equation),
      obligations: root.mappings("proof_obligations").map { obligation($0, isStrict: metadata.isStrict) },
      falsifiers: falsifiers, gates: gates.compactMap { gate($0, requiring: ids) },
      loosenings: root.mappings("loosened").compactMap { node in
        guard let change = text("change", of: node), let waiver = waiver(node) else { return nil }
        return Contract.Loosening(change: change, waiver: waiver)
      }, faults: root.mappings("faults").compactMap(fault), hypotheses: hypotheses(root), terms: terms)
  }

  // MARK: Sections

  private func metadata(_ node: YAMLNode?) -> Contract.Metadata {
    guard let node else { return Contract.Metadata() }
    return Contract.Metadata(
      format: text("format", of: node), version: text("version", of: node), description: prose("description", of: node),
      kind: text("kind", of: node), references: many("references", of: node).compactMap(reference),
      dependsOn: texts("depends_on", of: node))
  }

  private func reference(_ node: YAMLNode) -> Contract.Reference? {
    guard node.kind == .mapping else { return keepsProse ? text(node).map { Contract.Reference(text: $0) } : nil }
    let id = text("id", of: node)
    guard let text = text("text", of: node) ?? text("url", of: node) ?? id else { return nil }
    return Contract.Reference(id: id, text: text, url: self.text("url", of: node))
  }

  private func equation(_ entry: YAMLEntry) -> Equation? {
    guard let name = entry.name, !name.isEmpty else { return nil }
    let node = entry.value
    let id = Located(name, at: range(entry.key))
    let (formula, domain) = (prose("formula", of: node), prose("domain", of: node))
    let (invariants, range) = (invariants("invariants", of: node), range(node))
    // In the public format there is no more to look for.
    guard ContractShape.equation.hasAdditions(node) else {
      return Equation(id: id, formula: formula, domain: domain, invariants: invariants, range: range)
    }
    return Equation(
      id: id, formula: formula, domain: domain, references: texts("references", of: node), invariants: invariants,
      operation: text("operation", of: node), implementation: texts("implementation", of: node),
      notFalsified: text("not_falsified", of: node), range: range)
  }

  private func invariants(_ key: String, of node: YAMLNode) -> [Invariant] {
    guard let node = node[key] else { return [] }
    guard let elements = node.elements else { return invariant(node, position: 1).map { [$0] } ?? [] }
    var invariants: [Invariant] = []
    invariants.reserveCapacity(elements.count)
    for (position, element) in zip(1..., elements) {
      if let invariant = invariant(element, position: position) { invariants.append(invariant) }
    }
    return invariants
  }

  private func invariant(_ node: YAMLNode, position: Int) -> Invariant? {
    let place = range(node)
    func positional() -> Located<String> { Located(Invariant.positionalID(position), at: place) }
    switch node.kind {
    case .sequence: return nil
    case .scalar:
      guard !node.isNull, !node.isEmptyText else { return nil }
      return Invariant(
        id: positional(), hasWrittenID: false, statement: Located(keepsProse ? node.anyText : "", at: place))
    case .mapping:
      let id = text("id", of: node)
      let statement = keepsProse ? text("statement", of: node) : node["statement"].map { Located("", at: range($0)) }
      return Invariant(
        id: id ?? positional(), hasWrittenID: id != nil, statement: statement ?? Located("", at: place),
        notFalsified: text("not_falsified", of: node))
    }
  }

  private func obligation(_ node: YAMLNode, isStrict: Bool) -> Contract.Obligation {
    Contract.Obligation(
      id: text("id", of: node), type: prose("type", of: node), property: prose("property", of: node),
      // In the public format no rule reads it.
      appliesTo: isStrict ? text("applies_to", of: node) : prose("applies_to", of: node), range: range(node))
  }

  /// An id that a gate requires shares the string of its falsifier's id if both have the same bytes: very many gates are
  /// kept in memory.
  ///
  /// - Parameter ids: those of the contract's falsifiers.
  private func gate(_ node: YAMLNode, requiring ids: Set<String>) -> Contract.Gate? {
    guard let id = text("id", of: node) else { return nil }
    let requires = (texts("requires", of: node) + texts("falsification_id", of: node)).map { required in
      guard let place = ids.firstIndex(of: required.value), ids[place].utf8.elementsEqual(required.value.utf8) else {
        return required
      }
      return Located(ids[place], at: required.range)
    }
    return Contract.Gate(
      id: id, requires: requires,
      verdict: text("verdict", of: node), basis: text("verdict_basis", of: node),
      status: text("discharge_status", of: node), blocks: text("ship_blocking", of: node)?.value != "false",
      range: range(node))
  }

  private func fault(_ node: YAMLNode) -> Fault? {
    guard let faultClass = text("class", of: node) else { return nil }
    return Fault(
      faultClass: faultClass, violates: texts("violates", of: node), mutants: texts("mutants", of: node),
      range: range(node))
  }

  // MARK: Values

  func range(_ node: YAMLNode) -> SourceRange { source.range(node.offsets) }

  /// A scalar that says something.
  func text(_ node: YAMLNode) -> Located<String>? { text(at: node.position, in: node.tree) }

  /// The scalar below a key that says something.
  func text(_ key: String, of node: YAMLNode) -> Located<String>? {
    node.tree.value(key, of: node.position).flatMap { text(at: $0, in: node.tree) }
  }

  // By position: most keys are not there, and a node that is not made costs nothing.
  private func text(at position: Int, in tree: YAMLTree) -> Located<String>? {
    let record = tree.records[position]
    guard record.textStart < record.textEnd, !tree.isNull(position) else { return nil }
    return Located(tree.text(position), at: source.range(Int(record.start)..<Int(record.end)))
  }

  /// A text for people below a key.
  func prose(_ key: String, of node: YAMLNode) -> Located<String>? { keepsProse ? text(key, of: node) : nil }

  /// The texts of the value, or of the elements of the list, below a key.
  func texts(_ key: String, of node: YAMLNode) -> [Located<String>] {
    guard let node = node[key] else { return [] }
    guard let elements = node.elements else { return text(node).map { [$0] } ?? [] }
    return elements.compactMap(text)
  }

  /// The elements of a list, or the one value, below a key.
  func many(_ key: String, of node: YAMLNode) -> [YAMLNode] {
    guard let node = node[key] else { return [] }
    return node.elements.map(Array.init) ?? [node]
  }

  func date(_ key: String, of node: YAMLNode) -> Located<CalendarDate>? {
    text(key, of: node).flatMap { text in CalendarDate(text.value).map { Located($0, at: text.range) } }
  }

  func decimal(_ key: String, of node: YAMLNode) -> Located<ExactDecimal>? {
    text(key, of: node).flatMap { text in ExactDecimal(text.value).map { Located($0, at: text.range) } }
  }
}
