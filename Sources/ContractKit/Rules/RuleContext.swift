/// What a rule sees: one contract, and the others given.
struct RuleContext {
  let file: ContractFile
  let contract: Contract
  let root: YAMLNode
  let source: SourceText
  let index: ContractIndex
  /// The file's place among those that are judged.
  let position: Int
  /// The package that the contract's file lies in, where it lies in one.
  let package: PackageSources?
  /// The day on which the contract is judged.
  let today: CalendarDate

  /// The place of a node.
  func range(_ node: YAMLNode) -> SourceRange { source.range(node.offsets) }

  /// The mappings of a list at the top level.
  func items(_ key: String) -> [YAMLNode] { root.mappings(key) }

  /// Where to say that a mapping lacks a key: its first key, which is short and tells which one it is.
  func head(_ node: YAMLNode) -> SourceRange { range(node.entries?.first?.key ?? node) }

  /// Where to say that a top-level section lacks something: its key, else the first line.
  func section(_ key: String) -> SourceRange {
    root.entry(key).map { range($0.key) } ?? root.entries?.first.map { range($0.key) } ?? source.firstLine
  }

  /// Whether a falsifier uses what `pv/1` adds, or is in a contract that must.
  ///
  /// A contract in the public format is told once that nothing is bound, not once a falsifier.
  func isExtended(_ falsifier: Falsifier) -> Bool {
    contract.isStrict || !falsifier.bindsTo.isEmpty || !falsifier.checks.isEmpty || !falsifier.mutants.isEmpty
  }

  /// Findings for a key of mappings that is missing or says nothing.
  func missing(_ key: String, in items: [YAMLNode], _ message: (YAMLNode) -> String, help: String) -> [Finding] {
    items.compactMap { item in
      guard item.isBlank(key) else { return nil }
      return Finding(item.entry(key).map { range($0.key) } ?? head(item), message(item), help: help)
    }
  }

  /// Findings for texts that are there a second time, with the first as a related place.
  func repeated(
    _ texts: [Located<String>], _ say: (_ text: String, _ first: SourceRange) -> (message: String, help: String)
  ) -> [Finding] {
    var first: [String: SourceRange] = [:]
    return texts.compactMap { text in
      guard let earlier = first[text.value] else {
        first[text.value] = text.range
        return nil
      }
      let (message, help) = say(text.value, earlier)
      return Finding(
        text.range, message, help: help, related: [.init(message: "first here", path: file.path, range: earlier)])
    }
  }

  /// The same for nodes; those that say nothing are left out.
  func repeated(
    _ nodes: [YAMLNode], _ say: (_ text: String, _ first: SourceRange) -> (message: String, help: String)
  ) -> [Finding] {
    repeated(nodes.compactMap { node in node.text.map { Located($0, at: range(node)) } }, say)
  }

  /// All checks of all falsifiers, as they are written.
  var checks: [YAMLNode] {
    items("falsification_tests").flatMap { $0.mappings("checks") }
  }

  /// All entries with a key, at any depth, in the order of the file.
  func entries(named key: String) -> [YAMLEntry] {
    root.tree.keys(named: key).map { YAMLEntry(key: YAMLNode(tree: root.tree, position: $0)) }
  }

  /// A help line that names a clause of the contract.
  func clauseHelp(_ start: String) -> String {
    let clause = contract.equations.first.map { equation in
      ClauseReference(
        equation: equation.id.value, invariant: equation.invariants.first { $0.hasWrittenID }?.id.value)
    }
    return clause.map { "\(start) a clause, for instance `\($0)`" } ?? "\(start) EQUATION or EQUATION/INVARIANT"
  }
}

extension Contract {
  /// The falsifiers with the mappings that they were decoded from.
  func falsifiers(in context: RuleContext) -> [(Falsifier, YAMLNode)] {
    let nodes = context.items("falsification_tests").filter { $0["id"]?.text.map { !$0.isEmpty } ?? false }
    return Array(zip(falsifiers, nodes))
  }

  /// The clauses that do not say why no falsifier binds them, with the places of their names.
  var unjustifiedClauses: [(reference: ClauseReference, range: SourceRange)] {
    equations.flatMap { equation in
      (equation.notFalsified == nil ? [(ClauseReference(equation: equation.id.value), equation.id.range)] : [])
        + equation.invariants.filter { $0.notFalsified == nil }.map {
          (ClauseReference(equation: equation.id.value, invariant: $0.id.value), $0.id.range)
        }
    }
  }
}

extension YAMLNode {
  /// Whether a key is absent, null, empty, or nothing but blanks.
  func isBlank(_ key: String) -> Bool {
    guard let value = self[key] else { return true }
    guard value.kind == .scalar else { return value.isEmpty }
    // A visible byte of ASCII belongs to a character that is no blank; nearly all texts have one.
    if value.withText({ $0.contains { (0x21...0x7E).contains($0) } }) { return false }
    return !value.anyText.contains { !$0.isWhitespace }
  }

  /// The id of an entry for a message.
  var quotedID: String { self["id"]?.text.map { "`\($0)`" } ?? "without an id" }

  /// Whether the key itself is there, with whatever value.
  func has(_ key: String) -> Bool { entry(key) != nil }
}
