import ContractKit

/// A page for each contract: what it claims, what binds each clause, what it is built on, what became of its words.
struct ContractPages: PageKind {
  func place(_ content: SiteContent) -> Layout.Place? { .init(name: "contracts", title: "Contracts") }

  func pages(_ content: SiteContent, _ write: (Page) throws -> Void) throws {
    var list = Page(name: "contracts", title: "Contracts", section: "contracts")
    list.add(Self.scoreboard(content))
    try write(list)
    let graph = ContractGraph(content.verification.contracts)
    let needed = Neighbors(graph)
    for (index, contract) in content.verification.contracts.enumerated() {
      try write(Self.page(index, contract, content, needed))
    }
  }

  /// The contracts with the statuses of their falsifiers, as `pv status` counts them.
  static func scoreboard(_ content: SiteContent) -> Table {
    let board = Scoreboard(content.verification)
    var table = Table(
      "Falsifiers by contract and status",
      [
        .init("contract"), .init("falsifiers", .number), .init("discharged", .number), .init("partial", .number),
        .init("pending", .number), .init("falsified", .number), .init("blocked", .number), .init("waived", .number),
      ])
    func cells(_ row: Scoreboard.Row, _ name: HTML) -> [Table.Cell] {
      let statuses: [Status] = [.discharged, .partial, .pending, .falsified, .blocked]
      return [.init(name), "\(row.falsifiers)"]
        + statuses.map { Table.Cell("\(row.counts[$0] ?? 0)") } + ["\(row.waived)"]
    }
    for (index, row) in board.rows.enumerated() {
      table.add(cells(row, "<a href=\"\(content.contractNames[index]).html\">\(row.name)</a>"))
    }
    table.add(cells(board.total, "<strong>total</strong>"))
    return table
  }

  private static func page(
    _ index: Int, _ contract: Contract, _ content: SiteContent, _ neighbors: Neighbors
  ) -> Page {
    var page = Page(
      name: content.contractNames[index], title: "\(contract.id)", section: "contracts",
      trail: [("contracts", "Contracts")])
    let entries = content.entriesOfContract[index]
    page.add("<p class=\"lead\">\(Words.prose(contract.metadata.description?.value))</p>\n")
    page.add(facts(contract, content, entries))
    let bound = bindings(of: contract, content)
    for equation in contract.equations { add(equation, of: contract, bound, content, to: &page) }
    if !entries.isEmpty {
      page.heading("Falsifiers", id: "falsifiers")
      page.add(FalsifierPages.table("Falsifiers of \(contract.id)" as HTML, content, Array(entries)[...]))
    }
    addHoles(contract, content, to: &page)
    addFaults(contract, content, entries, to: &page)
    page.heading("Dependencies", id: "dependencies")
    page.add(DependencyPicture.figure(of: contract.id, neighbors.of(contract.id), content))
    addHistory(contract, content, to: &page)
    addReferences(contract, to: &page)
    return page
  }

  private static func facts(_ contract: Contract, _ content: SiteContent, _ entries: Range<Int>) -> HTML {
    let holding = content.verification.entries[entries].count(where: \.holds)
    let gates = contract.gates.map { gate -> HTML in
      let passes = content.verification.gates.first {
        $0.contract.path == contract.path && $0.gate.id.value == gate.id.value
      }
      return "<code>\(gate.id.value)</code> \(Words.gate(passes: passes?.passes ?? false))"
    }
    var facts: HTML = "<dl class=\"facts\">\n"
    facts += "<dt>file</dt><dd><code>\(contract.path)</code></dd>\n"
    if let version = contract.metadata.version { facts += "<dt>version</dt><dd>\(version.value)</dd>\n" }
    facts += "<dt>holds</dt><dd>\(holding) of \(Words.count(entries.count, "falsifier"))</dd>\n"
    if !gates.isEmpty { facts += "<dt>gates</dt><dd>\(gates.joined(", "))</dd>\n" }
    return facts + "</dl>\n"
  }

  /// The entries that bind each clause of a contract, those of other contracts included.
  private static func bindings(of contract: Contract, _ content: SiteContent) -> [ClauseReference: [Int]] {
    var bound: [ClauseReference: [Int]] = [:]
    for (index, clause) in content.bindings[contract.id] ?? [] { bound[clause, default: []].append(index) }
    return bound
  }

  // MARK: Clauses

  private static func add(
    _ equation: Equation, of contract: Contract, _ bound: [ClauseReference: [Int]], _ content: SiteContent,
    to page: inout Page
  ) {
    let reference = ClauseReference(equation: equation.id.value)
    page.heading("<code>\(equation.id.value)</code>", id: SiteContent.anchor(reference))
    if let formula = equation.formula {
      page.add("<div class=\"formula\">\(Mathematics.html(formula.value, isBlock: true))</div>\n")
    }
    if let domain = equation.domain { page.add("<p class=\"note\">For \(Words.prose(domain.value))</p>\n") }
    if !equation.references.isEmpty {
      let links = equation.references.map { "<a href=\"#\(anchor(reference: $0.value))\">\($0.value)</a>" as HTML }
      page.add("<p class=\"note\">Sources: \(links.joined(", "))</p>\n")
    }
    var table = Table(
      "Clauses of \(equation.id.value) and the falsifiers that bind them",
      [.init("clause"), .init("statement"), .init("falsifiers")], isInteractive: false)
    func binders(_ clause: ClauseReference, _ reason: String?) -> HTML {
      let own = bound[clause] ?? []
      guard own.isEmpty else {
        return own.map { "\(content.link(entry: $0)) \(Words.chip(content.verification.entries[$0]))" as HTML }.joined(
          "<br>")
      }
      return reason.map { "\(Words.chip(.part, "none, with a reason")) \(HTML.clipped($0))" }
        ?? "\(Words.chip(.bad, "no falsifier"))"
    }
    table.add([
      .init("<code>\(equation.id.value)</code>"), "the equation itself",
      .init(binders(reference, equation.notFalsified?.value)),
    ])
    for invariant in equation.invariants {
      let clause = ClauseReference(equation: equation.id.value, invariant: invariant.id.value)
      table.add([
        .init("<code id=\"\(SiteContent.anchor(clause))\">\(invariant.id.value)</code>"),
        .init(Words.prose(invariant.statement.value), style: "wide"),
        .init(binders(clause, invariant.notFalsified?.value)),
      ])
    }
    page.add(table)
  }

  private static func addHoles(_ contract: Contract, _ content: SiteContent, to page: inout Page) {
    let holes = content.coverage.links.flatMap { link in link.holes.filter { $0.path == contract.path } }
    page.heading("Holes", id: "holes")
    if holes.isEmpty { page.add("<p>No link from reference to evidence is missing.</p>\n") }
    if !holes.isEmpty { page.add(HolePage.table("Missing links of \(contract.id)", holes, content)) }
  }

  private static func addFaults(
    _ contract: Contract, _ content: SiteContent, _ entries: Range<Int>, to page: inout Page
  ) {
    guard !contract.faults.isEmpty else { return }
    page.heading("Faults that are tried", id: "faults")
    var table = Table(
      "Classes of faults, the clauses that they can make false, and what tries them",
      [.init("class"), .init("clauses"), .init("mutants")], isInteractive: false)
    for fault in contract.faults {
      let meaning = contract.terms.faultClass(fault.faultClass.value)?.meaning
      let mutants = Set(fault.mutants.map(\.value))
      let clauses = Set(fault.violates.map(\.value))
      let tries = entries.flatMap { index -> [HTML] in
        let entry = content.verification.entries[index]
        guard entry.falsifier.bindsTo.contains(where: { clauses.contains($0.value) }) else { return [] }
        let own = entry.verdict.mutants.filter { mutants.contains($0.name) }.map {
          "<code>\($0.name)</code> \(Words.isKilled($0.outcome))" as HTML
        }
        return own.isEmpty ? [] : ["\(content.link(entry: index)): \(own.joined(", "))"]
      }
      table.add([
        .init("<code>\(fault.faultClass.value)</code><br><span class=\"note\">\(meaning ?? "")</span>", style: "class"),
        .init("<code>\(fault.violates.map(\.value).joined(separator: ", "))</code>", style: "wide"),
        .init(tries.joined("<br>"), style: "wide"),
      ])
    }
    page.add(table)
  }

  // MARK: History

  private static func addHistory(_ contract: Contract, _ content: SiteContent, to page: inout Page) {
    page.heading("History of words and thresholds", id: "history")
    var isEmpty = true
    if let history = content.change?.history[contract.id], !history.isEmpty {
      isEmpty = false
      page.add("<p>Since <code>\(content.change?.revision ?? "")</code>, the newest commit first.</p>\n")
      var table = Table("Changes by commit", ChangePage.columns(with: .init("commit")))
      for step in history {
        for change in step.changes {
          table.add(
            [.init("<code>\(step.commit.prefix(10))</code> \(step.date)")] + ChangePage.cells(change, content))
        }
      }
      page.add(table)
    }
    if !contract.loosenings.isEmpty {
      isEmpty = false
      var table = Table(
        "Loosened, and who answers for it", [.init("what"), .init("reason"), .init("owner"), .init("until")])
      for loosening in contract.loosenings {
        table.add([
          .init("<code>\(loosening.change.value)</code>"),
          .init(HTML.clipped(loosening.waiver.reason.value), style: "wide"),
          "\(loosening.waiver.owner.value)", "\(loosening.waiver.until.value.description)",
        ])
      }
      page.add(table)
    }
    let accepted = content.acceptances(of: contract)
    if !accepted.isEmpty {
      isEmpty = false
      var table = Table("Words that somebody vouched for", [.init("falsifier"), .init("reason"), .init("owner")])
      for (id, acceptance) in accepted {
        table.add([
          .init(content.link(falsifier: id)), .init(HTML.clipped(acceptance.reason), style: "wide"),
          "\(acceptance.owner)",
        ])
      }
      page.add(table)
    }
    if isEmpty {
      page.add(
        """
        <p>No threshold was loosened and no wording accepted. With <code>--since REV</code>, each change since a commit stands \
        here.</p>

        """)
    }
  }

  private static func anchor(reference: String) -> String { FileNames.anchor("reference-\(reference)") }

  private static func addReferences(_ contract: Contract, to page: inout Page) {
    guard !contract.metadata.references.isEmpty else { return }
    page.heading("References", id: "references")
    let items = contract.metadata.references.map { reference -> HTML in
      let id: HTML = reference.id.map { " id=\"\(anchor(reference: $0.value))\"" } ?? ""
      let name: HTML = reference.id.map { "<code>\($0.value)</code>: " } ?? ""
      let text = HTML.clipped(reference.text.value)
      // An address of another kind could run something.
      guard let url = reference.url?.value, url.hasPrefix("https://") || url.hasPrefix("http://") else {
        return "<li\(id)>\(name)\(text)</li>\n"
      }
      return "<li\(id)>\(name)<a href=\"\(url)\" rel=\"noreferrer\">\(text)</a></li>\n"
    }
    page.add("<ul>\n\(items)</ul>\n")
  }
}
