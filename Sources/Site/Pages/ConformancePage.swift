import ContractKit

/// What `pv conform` found of libraries that are not ours: a row a falsifier, a column a library.
struct ConformancePage: PageKind {
  func place(_ content: SiteContent) -> Layout.Place? {
    content.libraries.isEmpty ? nil : .init(name: "conformance", title: "Conformance")
  }

  func pages(_ content: SiteContent, _ write: (Page) throws -> Void) throws {
    guard !content.libraries.isEmpty else { return }
    var page = Page(name: "conformance", title: "Conformance of other libraries", section: "conformance")
    page.add(
      """
      <p>What <code>pv conform</code> found. A library is not at fault where it is falsified here: nobody but these \
      contracts claims what they claim. <em>Other bits</em> means within the bound, with other bits than our order gives. A \
      number is a margin in halvings, log2(threshold / measured).</p>

      """)
    page.add(Self.libraries(content))
    addClauses(content, to: &page)
    addReasons(content, to: &page)
    page.add(Self.operations(content))
    try write(page)
  }

  private static func libraries(_ content: SiteContent) -> Table {
    let verdicts = ["holds", "other bits", "falsified"]
    var table = Table(
      "Libraries",
      [.init("library")] + verdicts.map { .init("\($0)", .number) } + [
        .init("not exported or not applicable", .number), .init("machine"), .init("what was tried"),
      ],
      isInteractive: false)
    for library in content.libraries {
      let counts = verdicts.map { verdict in library.clauses.count { $0.verdict == verdict } }
      table.add(
        ["\(library.name)"] + counts.map { Table.Cell("\($0)") }
          + [
            "\(library.clauses.count - counts.reduce(0, +))", "\(library.machine)",
            .init(Words.short(library.source, limit: 60)),
          ])
    }
    return table
  }

  private func addClauses(_ content: SiteContent, to page: inout Page) {
    page.heading("Verdicts", id: "verdicts")
    var table = Table(
      "Falsifiers and libraries",
      [.init("falsifier"), .init("contract", .choice), .init("clauses")] + content.libraries.map { .init("\($0.name)") }
    )
    let found = content.libraries.map { library in
      Dictionary(
        library.clauses.map { ("\($0.contract)#\($0.falsifier)", $0) }, uniquingKeysWith: { first, _ in first })
    }
    var seen: Set<String> = []
    for library in content.libraries {
      for clause in library.clauses {
        let key = "\(clause.contract)#\(clause.falsifier)"
        let results = found.map { $0[key] }
        guard seen.insert(key).inserted, results.contains(where: { $0.map { !Self.isLeftOut($0.verdict) } ?? false })
        else { continue }
        table.add(
          [
            .init(content.link(falsifier: clause.falsifier)), .init(content.link(contract: clause.contract)),
            .init("<code>\(clause.clauses.joined(separator: ", "))</code>", style: "wide"),
          ] + results.map(Self.cell))
      }
    }
    if table.rows.isEmpty { page.add("<p>No clause was judged.</p>\n") }
    page.add(table)
  }

  private static func isLeftOut(_ verdict: String) -> Bool { verdict == "not exported" || verdict == "not applicable" }

  private static func cell(_ clause: ConformedLibrary.Clause?) -> Table.Cell {
    guard let clause, !isLeftOut(clause.verdict) else { return .init("<span class=\"note\">–</span>") }
    let margin: HTML = clause.margin.map { " \($0)" } ?? ""
    let chip =
      switch clause.verdict {
      case "holds": Words.chip(.good, clause.verdict)
      case "falsified": Words.chip(.bad, clause.verdict)
      case "other bits": Words.chip(.part, clause.verdict)
      default: Words.chip(.open, clause.verdict)
      }
    return .init(chip + margin)
  }

  private func addReasons(_ content: SiteContent, to page: inout Page) {
    var table = Table(
      "What was seen where something is falsified", [.init("falsifier"), .init("library", .choice), .init("what")])
    for library in content.libraries {
      for clause in library.clauses where clause.verdict == "falsified" {
        table.add([
          .init(content.link(falsifier: clause.falsifier)), "\(library.name)",
          .init(HTML.clipped(clause.reason ?? "the report does not say"), style: "wide"),
        ])
      }
    }
    guard !table.rows.isEmpty else { return }
    page.heading("What was seen", id: "seen")
    page.add(table)
  }

  private static func operations(_ content: SiteContent) -> Table {
    var table = Table(
      "Operations: whether bits depend on where, when and beside what a call is made, and what else did not hold",
      [.init("operation"), .init("library", .choice), .init("other bits"), .init("did not hold")])
    for library in content.libraries {
      for operation in library.operations {
        let differing = operation.invariances.filter { $0.differing > 0 }
          .map { "\($0.name): \($0.differing) of \($0.compared)" }
        table.add([
          .init("<code>\(operation.symbol)</code>"), "\(library.name)",
          .init(
            differing.isEmpty
              ? Words.chip(.good, "none") : "\(Words.chip(.part, "some")) \(differing.joined(separator: ", "))"),
          .init(
            operation.breaches.isEmpty
              ? Words.chip(.good, "nothing")
              : "\(Words.chip(.bad, "breach")) \(operation.breaches.joined(separator: ", "))"),
        ])
      }
    }
    return table
  }
}
