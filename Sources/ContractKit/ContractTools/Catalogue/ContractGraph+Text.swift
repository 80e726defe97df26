extension ContractGraph {
  /// The forms in which a graph can be written.
  public enum Format: String, CaseIterable, Sendable {
    case text, dot, mermaid, json
  }

  /// The graph in a form, its last line end included.
  public func render(as format: Format) -> String {
    switch format {
    case .text: text
    case .dot: dot
    case .mermaid: mermaid
    case .json: String(decoding: json.canonicalBytes, as: UTF8.self)
    }
  }

  /// Each contract with what it depends on, its clauses with the falsifiers that bind them, its gates.
  private var text: String {
    let missing = Set(nodes.filter { $0.kind == .missing }.map(\.id))
    func name(_ id: String) -> String { missing.contains(id) ? "\(id) (missing)" : id }
    let bound = Dictionary(grouping: edges.filter { $0.relation == .binds }, by: \.to)
    var lines: [String] = []
    for contract in contracts {
      lines.append(contract.id)
      lines += contract.metadata.dependsOn.map { "  depends on \(name($0.value))" }
      for clause in contract.clauses {
        let falsifiers = (bound[clause.qualified(in: contract.id)] ?? []).map(\.from)
        lines.append("  \(clause) <- \(falsifiers.isEmpty ? "nothing" : falsifiers.joined(separator: ", "))")
      }
      for falsifier in contract.falsifiers {
        for clause in falsifier.clauses where missing.contains(clause.qualified(in: contract.id)) {
          lines.append("  \(falsifier.id.value) binds \(name(clause.qualified(in: contract.id)))")
        }
      }
      lines += contract.gates.map { gate in
        "  \(gate.id.value) requires \(gate.requires.map { name($0.value) }.joined(separator: ", "))"
      }
    }
    return lines.map { SafeText.line($0) + "\n" }.joined()
  }

  /// For Graphviz: `pv graph --format dot | dot -Tsvg`.
  private var dot: String {
    func quoted(_ text: String) -> String {
      "\""
        + SafeText.line(text).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
    let shapes: [Kind: String] = [
      .contract: "box", .clause: "ellipse", .falsifier: "note", .gate: "octagon", .missing: "plaintext",
    ]
    var text = "digraph contracts {\n  rankdir=LR;\n"
    for node in nodes { text += "  \(quoted(node.id)) [shape=\(shapes[node.kind] ?? "box")];\n" }
    for edge in edges {
      text += "  \(quoted(edge.from)) -> \(quoted(edge.to)) [label=\(quoted(edge.relation.rawValue))];\n"
    }
    return text + "}\n"
  }

  /// For Markdown: GitHub draws it in a block called mermaid.
  private var mermaid: String {
    let names = Dictionary(
      nodes.enumerated().map { ($1.id, "n\($0)") }, uniquingKeysWith: { first, _ in first })
    func label(_ text: String) -> String {
      SafeText.line(text).replacing("&", with: "&amp;").replacing("\"", with: "&quot;").replacing("<", with: "&lt;")
        .replacing("#", with: "&#35;")
    }
    let brackets: [Kind: (String, String)] = [
      .contract: ("[", "]"), .clause: ("(", ")"), .falsifier: ("[/", "/]"), .gate: ("{{", "}}"), .missing: (">", "]"),
    ]
    var text = "flowchart LR\n"
    for node in nodes {
      let (open, close) = brackets[node.kind] ?? ("[", "]")
      text += "  \(names[node.id] ?? "")\(open)\"\(label(node.id))\"\(close)\n"
    }
    for edge in edges {
      text += "  \(names[edge.from] ?? "") -->|\(edge.relation.rawValue)| \(names[edge.to] ?? "")\n"
    }
    return text
  }

  private var json: JSON {
    .object([
      "schema": .string("pv-graph/1"),
      "nodes": .array(nodes.map { .object(["id": .string($0.id), "kind": .string($0.kind.rawValue)]) }),
      "edges": .array(
        edges.map {
          .object(["from": .string($0.from), "to": .string($0.to), "relation": .string($0.relation.rawValue)])
        }),
    ])
  }
}
