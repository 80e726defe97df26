/// Makes the edits by which a contract of the public format becomes one of `pv/1`.
struct ImportWriter {
  private(set) var steps: [ContractImport.Step] = []
  private var edits: [(offsets: Range<Int>, text: String)] = []
  private let root: YAMLNode
  private let source: SourceText
  /// The clauses that falsifiers can be about, with the words that tell them apart.
  private var clauses: [NamedClause] = []

  init(_ root: YAMLNode, _ source: SourceText) { (self.root, self.source) = (root, source) }

  /// The text with all edits.
  var result: [UInt8] {
    var bytes: [UInt8] = []
    var position = 0
    for edit in edits.sorted(by: { $0.offsets.lowerBound < $1.offsets.lowerBound }) {
      bytes += source.bytes[position..<edit.offsets.lowerBound]
      bytes += edit.text.utf8
      position = edit.offsets.upperBound
    }
    return bytes + source.bytes[position...]
  }

  mutating func write() {
    writeFormat()
    for entry in root.entries("equations") { writeInvariants(of: entry) }
    let falsifiers = root.mappings("falsification_tests")
    writeProcedures(falsifiers)
    writeScopes()
    var checks: [Int: [(obligation: YAMLNode, check: String, why: String)]] = [:]
    for node in root.mappings("proof_obligations") {
      guard let check = ImportedCheck(node) else { continue }
      guard let position = bestFalsifier(for: node, among: falsifiers) else {
        note(
          node, "the tolerance \(check.tolerance) of `\(check.property)` is not carried over: no falsifier is about it")
        continue
      }
      checks[position, default: []].append((node, check.text, check.why))
    }
    for (position, node) in falsifiers.enumerated() {
      writeBinding(of: node)
      writeChecks(checks[position] ?? [], of: node)
    }
    writeGate(requiring: falsifiers.compactMap { $0["id"]?.text })
  }

  // MARK: Parts

  private mutating func writeFormat() {
    if let format = root["metadata"]?.entry("format") {
      edits.append((format.value.offsets, "pv/1"))
      note(format.key, "`format` becomes `pv/1`")
    } else if let metadata = root["metadata"], let first = metadata.entries?.first {
      let isFlow = isFlow(metadata)
      insert(
        isFlow ? "format: pv/1, " : "format: pv/1\n\(indentation(of: first.key))",
        at: first.key.offsets.lowerBound)
      note(first.key, "`format: pv/1`")
    } else if let metadata = root.entry("metadata"), metadata.value.kind == .mapping || metadata.value.isNull {
      // Empty braces, or nothing at all.
      let offsets = metadata.value.offsets
      edits.append((offsets, metadata.value.kind == .mapping ? "{format: pv/1}" : " {format: pv/1}"))
      note(metadata.key, "`format: pv/1`")
    } else if root.entry("metadata") == nil {
      let start = root.entries?.first?.key.offsets.lowerBound ?? 0
      insert("metadata:\n  format: pv/1\n", at: start)
      note(root, "`metadata:` with `format: pv/1`")
    }
  }

  /// Statements get names: the word in brackets, or else the first words.
  private mutating func writeInvariants(of equation: YAMLEntry) {
    guard let id = equation.name else { return }
    clauses.append(NamedClause(reference: id, name: id, text: ""))
    guard let node = equation.value["invariants"] else { return }
    var taken: Set<String> = []
    for item in node.elements.map(Array.init) ?? [node] {
      if item.kind == .mapping, let own = item["id"]?.text {
        taken.insert(own)
        clauses.append(NamedClause(reference: "\(id)/\(own)", name: own, text: item["statement"]?.text ?? ""))
      }
      guard let statement = item.text, !statement.isEmpty else { continue }
      let name = NamedClause.name(of: statement, besides: &taken)
      clauses.append(NamedClause(reference: "\(id)/\(name)", name: name, text: statement))
      var text = "{id: \(name), statement: \(Self.quoted(statement))}"
      if node.elements == nil { text = "[\(text)]" }
      // A block scalar has its line end with it, and a comment behind its sign.
      let written = source.bytes[item.offsets]
      if [.literal, .folded].contains(item.scalar?.style) {
        let head = String(decoding: written.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        if let comment = head.firstIndex(of: "#") { text += "   " + head[comment...] }
      }
      if written.last == UInt8(ascii: "\n") { text += "\n" }
      edits.append((item.offsets, text))
      note(item, "the invariant is named `\(id)/\(name)`")
    }
  }

  /// In pv/1 `test` names an XCTest; how the public format's is carried out stays, under a key that nothing reads.
  private mutating func writeProcedures(_ falsifiers: [YAMLNode]) {
    let keys = falsifiers.compactMap { falsifier -> YAMLNode? in
      guard let entry = falsifier.entry("test"), falsifier.entry("procedure") == nil,
        let text = entry.value.text, TestReference(text) == nil
      else { return nil }
      return entry.key
    }
    guard let first = keys.first else { return }
    edits += keys.map { ($0.offsets, "procedure") }
    note(
      first,
      "`test` is prose in \(Plural.count(keys.count, "falsifier")), and becomes `procedure`; name what runs them: "
        + "`test: MODULE.CLASS/METHOD`, or `run:`")
  }

  /// `applies_to: all` is the equation, where there is one.
  private mutating func writeScopes() {
    guard let equations = root["equations"]?.entries, equations.count == 1, let id = equations.first?.name else {
      return
    }
    let nodes = root.mappings("proof_obligations").compactMap { $0["applies_to"] }.filter { $0.text == "all" }
    guard let first = nodes.first else { return }
    edits += nodes.map { ($0.offsets, Self.word(id)) }
    note(first, "`applies_to: all` becomes `\(id)`, the only equation, in \(Plural.count(nodes.count, "obligation"))")
  }

  private mutating func writeBinding(of falsifier: YAMLNode) {
    guard falsifier.entry("binds_to") == nil, let id = falsifier.entry("id") else { return }
    guard let (reference, why) = binding(of: falsifier) else {
      note(
        id.key, "no clause was found that \(falsifier["id"]?.text ?? "the falsifier") is about: write its `binds_to`")
      return
    }
    add("binds_to: \(Self.word(reference))", why, behind: id, in: falsifier)
    note(id.key, "suggested for \(id.value.text ?? "it"): `binds_to: \(reference)`, because \(why)")
  }

  private mutating func writeChecks(
    _ checks: [(obligation: YAMLNode, check: String, why: String)], of falsifier: YAMLNode
  ) {
    guard !checks.isEmpty, falsifier.entry("checks") == nil, let id = falsifier.entry("id") else { return }
    let why = checks.map(\.why).joined(separator: "; ")
    add("checks: [\(checks.map(\.check).joined(separator: ", "))]", why, behind: id, in: falsifier)
    for (obligation, check, why) in checks {
      note(obligation, "suggested for \(id.value.text ?? "it"): `\(check)`, because \(why)")
    }
  }

  private mutating func writeGate(requiring ids: [String]) {
    guard let gate = root["qa_gate"], root.entry("gates") == nil, let id = gate["id"]?.text, !ids.isEmpty,
      !ids.contains(id)
    else { return }
    // Before what ends the document, where that is written.
    let end = source.bytes.count - (source.bytes.reversed().starts(with: Array("\n...\n".utf8).reversed()) ? 4 : 0)
    let lead = end == 0 || source.bytes[end - 1] == UInt8(ascii: "\n") ? "" : "\n"
    let names = ids.map(Self.word).joined(separator: ", ")
    insert("\(lead)\ngates:\n  - {id: \(Self.word(id)), requires: [\(names)]}\n", at: end)
    note(gate, "the quality gate becomes the gate `\(id)`, which requires every falsifier")
  }

  // MARK: Guesses

  private func binding(of falsifier: YAMLNode) -> (reference: String, why: String)? {
    let texts = ["rule", "prediction", "test"].compactMap { key in falsifier[key]?.text.map { (key, $0) } }
    // A property by its name is more than the equation that it is about.
    let title = NamedClause.words(in: falsifier["rule"]?.text ?? "")
    let meant = clauses.filter { clause in
      let name = NamedClause.words(in: clause.name.replacing("_", with: " "))
      return clause.reference.contains("/") && !name.isEmpty && name.isSubset(of: title)
    }
    if meant.count == 1 { return (meant[0].reference, "its `rule` says `\(meant[0].name.replacing("_", with: " "))`") }
    for (key, text) in texts {
      let named = clauses.filter { NamedClause.identifiers(in: text).contains($0.name) }
      if named.count == 1 { return (named[0].reference, "its `\(key)` names `\(named[0].name)`") }
    }
    let rule = NamedClause.words(in: texts.filter { $0.0 != "test" }.map(\.1).joined(separator: " "))
    let ranked = clauses.map { (clause: $0, shared: $0.words.intersection(rule)) }.sorted {
      $0.shared.count > $1.shared.count
    }
    if let best = ranked.first, best.shared.count >= 2, ranked.count == 1 || ranked[1].shared.count < best.shared.count
    {
      return (best.clause.reference, "both say \(Self.list(best.shared))")
    }
    let equations = clauses.filter { !$0.reference.contains("/") }
    return equations.count == 1 ? (equations[0].reference, "the contract has no other equation") : nil
  }

  /// The position of the falsifier that shares most words with an obligation, two at least; nil where none is alone in that.
  private func bestFalsifier(for obligation: YAMLNode, among falsifiers: [YAMLNode]) -> Int? {
    let words = NamedClause.words(in: obligation["property"]?.text ?? "")
    let shared = falsifiers.map { node in
      words.intersection(NamedClause.words(in: "\(node["rule"]?.text ?? "") \(node["prediction"]?.text ?? "")")).count
    }
    guard let most = shared.max(), most >= 2, shared.count(where: { $0 == most }) == 1 else { return nil }
    return shared.firstIndex(of: most)
  }

  // MARK: Text

  private mutating func add(_ text: String, _ why: String, behind entry: YAMLEntry, in mapping: YAMLNode) {
    let end = entry.value.offsets.upperBound
    // What is in braces has no place for a comment.
    guard !isFlow(mapping) else { return insert(", \(text)", at: end) }
    let line = source.bytes[end...].firstIndex(of: UInt8(ascii: "\n")) ?? source.bytes.count
    // A comment is one line, whatever the prose that it quotes.
    let reason = why.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    insert("\n\(indentation(of: entry.key))\(text)  # suggested: \(reason)", at: line)
  }

  private mutating func insert(_ text: String, at offset: Int) { edits.append((offset..<offset, text)) }

  private mutating func note(_ node: YAMLNode, _ message: String) {
    steps.append(.init(line: source.range(node.offsets).start.line, message: message))
  }

  private func isFlow(_ node: YAMLNode) -> Bool {
    node.offsets.lowerBound < source.bytes.count && source.bytes[node.offsets.lowerBound] == UInt8(ascii: "{")
  }

  /// As many blanks as stand, or would stand, before a key of a block: a dash counts as one.
  private func indentation(of key: YAMLNode) -> String {
    let start = source.bytes[..<key.offsets.lowerBound].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return String(repeating: " ", count: key.offsets.lowerBound - start)
  }

  private static func list(_ words: Set<String>) -> String { words.sorted().map { "`\($0)`" }.joined(separator: ", ") }

  /// A word as it is where YAML takes it for text, even in brackets; else between quotes.
  private static func word(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x5F || $0 == 0x2F
        || $0 == 0x2D
    }
    return isPlain && text.first != "-" ? text : quoted(text)
  }

  /// Between double quotes, on one line: as JSON has it, but for what YAML takes for a line end, or does not take.
  private static func quoted(_ text: String) -> String {
    String(decoding: JSON.string(text).compactBytes, as: UTF8.self).unicodeScalars.map { scalar in
      let isOther = (0x7F...0xA0).contains(scalar.value) || [0x2028, 0x2029, 0xFEFF].contains(scalar.value)
      return isOther
        ? (scalar.value < 0x100 ? "\\x" : "\\u") + String(scalar.value, radix: 16) : String(scalar)
    }.joined()
  }
}
