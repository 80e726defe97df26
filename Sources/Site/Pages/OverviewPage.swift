import ContractKit

/// The first page: what holds, what does not, and what is closest to turning over.
struct OverviewPage: PageKind {
  func place(_ content: SiteContent) -> Layout.Place? { .init(name: "index", title: "Overview") }

  func pages(_ content: SiteContent, _ write: (Page) throws -> Void) throws {
    var page = Page(name: "index", title: "\(content.project): what is claimed, and what holds", section: "index")
    let verification = content.verification
    page.add("<p class=\"lead\">\(verification.summary).</p>\n")
    page.add(outcome(verification))
    page.add(cards(verification))
    page.heading("At a glance", id: "answers")
    page.add("<dl class=\"answers\">\n\(answers(content))</dl>\n")
    addOpen(content, to: &page)
    if let change = content.change { ChangePage.addSummary(change, content, to: &page) }
    addGates(content, to: &page)
    addCriteria(content, to: &page)
    page.heading("Smallest margins", id: "margins")
    page.add(
      "<p>How many halvings a measurement is away from its threshold. <a href=\"margins.html\">All checks</a></p>\n")
    page.add(MarginPage.table(content, verification.checksByMargin.prefix(10), isInteractive: false))
    page.heading("Nearest mutants", id: "mutants")
    page.add(
      """
      <p>The wrong kernels that come nearest to passing: how many halvings the weakest mutant stays beyond its threshold. \
      <a href="mutants.html">All mutants</a></p>

      """)
    page.add(MutantPage.windows(content, verification.windowsByMutant.prefix(10), isInteractive: false))
    page.heading("Contracts", id: "contracts")
    page.add(ContractPages.scoreboard(content))
    try write(page)
  }

  private func outcome(_ verification: Verification) -> HTML {
    let errors = verification.diagnostics.count { $0.severity == .error }
    switch verification.outcome {
    case .accepted: return "<p>\(Words.chip(.good, "accepted")) <code>pv verify</code> finds nothing wrong.</p>\n"
    case .nothingJudged: return "<p>\(Words.chip(.open, "nothing judged")) No falsifier has fresh evidence.</p>\n"
    default:
      return """
        <p>\(Words.chip(.bad, "rejected")) <code>pv verify</code> finds <a href="findings.html">\
        \(Words.count(errors, "error"))</a>.</p>

        """
    }
  }

  private func cards(_ verification: Verification) -> HTML {
    let statuses: [Status] = [.discharged, .partial, .pending, .falsified, .blocked]
    let cards = statuses.map { status -> HTML in
      "<li><strong>\(verification.count(status))</strong> \(Words.chip(status))</li>\n"
    }
    let passing = verification.gates.count(where: \.passes)
    let gates: HTML =
      verification.gates.isEmpty ? "" : "<li><strong>\(passing) of \(verification.gates.count)</strong> gates pass</li>\n"
    return """
      <ul class="cards">
      \(cards)<li><strong>\(verification.holdingClauseCount) of \(verification.clauseCount)</strong> clauses hold</li>
      \(gates)</ul>

      """
  }

  // MARK: What is asked first

  private func answers(_ content: SiteContent) -> [HTML] {
    [smallestMargin(content), nearestMutant(content), unboundClauses(content), parting(content)].map { question, answer in
      "<div><dt>\(question)</dt><dd>\(answer)</dd></div>\n"
    }
  }

  private func smallestMargin(_ content: SiteContent) -> (HTML, HTML) {
    guard let (entry, result) = content.verification.checksByMargin.first, let margin = result.margin else {
      return ("Smallest margin", "No check that was judged has a margin.")
    }
    return (
      "Smallest margin",
      """
      \(content.link(entry)): <strong>\(Margin.text(margin))</strong> halvings; <code>\(result.check.metric.value)</code> is \
      \(result.measurement?.display ?? ""), must be \(result.check.demand)
      """
    )
  }

  private func nearestMutant(_ content: SiteContent) -> (HTML, HTML) {
    guard let (entry, window) = content.verification.windowsByMutant.first, let weakest = window.weakest else {
      return ("Mutant that comes nearest", "No tolerance has a mutant beyond the noise.")
    }
    return (
      "Mutant that comes nearest",
      """
      <code>\(weakest.name)</code> of \(content.link(entry)): <strong>\(Margin.text(window.marginAbove))</strong> halvings \
      beyond the threshold; <code>\(window.check.metric.value)</code> is \(weakest.measurement.display), must be \
      \(window.check.demand)
      """
    )
  }

  private func unboundClauses(_ content: SiteContent) -> (HTML, HTML) {
    guard let link = content.coverage.links.first(where: { $0.key == "clause_falsifier" }) else {
      return ("Clauses without a falsifier", "Not looked for.")
    }
    let excused = HolePage.excused(content)
    let more: HTML =
      excused.isEmpty
      ? ""
      : " \(Words.count(excused.count, "clause")) without one \(excused.count == 1 ? "says" : "say") why: " as HTML
        + excused.prefix(3).map { content.link($0.clause, from: $0.contract) }.joined(", ")
        + (excused.count > 3 ? " and <a href=\"holes.html#excused\">more</a>." : ".")
    guard !link.holes.isEmpty else {
      return ("Clauses without a falsifier", "None: each of \(link.total) is bound, or says why not.\(more)")
    }
    let named = link.holes.prefix(3).map { hole -> HTML in
      let clause = ClauseReference(hole.subject)
      return clause.map { content.link($0, from: "") } ?? "<code>\(hole.subject)</code>"
    }
    let rest: HTML = link.holes.count > 3 ? " and <a href=\"holes.html\">\(link.holes.count - 3) more</a>" : ""
    return ("Clauses without a falsifier", "<strong>\(link.holes.count)</strong>: \(named.joined(", "))\(rest).\(more)")
  }

  private func parting(_ content: SiteContent) -> (HTML, HTML) {
    let question: HTML = "Where two traces part"
    guard let overlay = content.overlay else {
      return (question, "No two traces were given: <code>pv site --trace A --trace B</code>.")
    }
    return (question, overlay.answer)
  }

  // MARK: What is not discharged

  private func addOpen(_ content: SiteContent, to page: inout Page) {
    page.heading("Not discharged", id: "open")
    let open = content.verification.entries.indices.filter { !content.verification.entries[$0].holds }
    guard !open.isEmpty else {
      page.add("<p>Every falsifier is discharged.</p>\n")
      return
    }
    page.add(FalsifierPages.table("Falsifiers that do not hold", content, open.prefix(50)))
    if open.count > 50 {
      page.add("<p>\(open.count - 50) more stand first in the <a href=\"falsifiers.html\">list of falsifiers</a>.</p>\n")
    }
  }

  // MARK: Gates

  private func addGates(_ content: SiteContent, to page: inout Page) {
    let gates = content.verification.gates
    guard !gates.isEmpty else { return }
    page.heading("Gates", id: "gates")
    page.add(
      "<p>A gate passes if everything that it requires holds; its basis is below it.</p>\n<ul class=\"tree\">\n")
    let byID = Dictionary(grouping: content.verification.entries, by: \.falsifier.id.value)
    for gate in gates {
      let basis = gate.gate.requires.map { id -> HTML in
        let statuses = (byID[id.value] ?? []).map { Words.chip($0) }.joined(" ")
        let missing: HTML = byID[id.value] == nil ? "\(Words.chip(.bad, "no such falsifier"))" : statuses
        return "<li>\(content.link(falsifier: id.value)) \(missing)</li>\n"
      }
      let held = gate.gate.requires.count - gate.missing.count
      let open: HTML = gate.passes ? "" : " open"
      page.add(
        """
        <li><details\(open)><summary><code>\(gate.gate.id.value)</code> \(Words.gate(passes: gate.passes)) \
        \(held) of \(gate.gate.requires.count) hold, in \(gate.contract.id)</summary>
        <ul>\(basis)</ul></details></li>

        """)
    }
    page.add("</ul>\n")
  }

  private func addCriteria(_ content: SiteContent, to page: inout Page) {
    let criteria = content.verification.criteria
    guard !criteria.isEmpty else { return }
    page.heading("Release criteria", id: "criteria")
    let next = content.verification.nextAction ?? "no criterion is open that a contract can show"
    page.add("<p>From ship-spec.md. Next: \(next).</p>\n")
    var table = Table(
      "Criteria that do not hold yet, or that only CI can show", [.init("criterion"), .init("what must hold"), .init("status", .choice)])
    for criterion in criteria where criterion.status != "holds" {
      table.add(["\(criterion.name)", .init("\(HTML.clipped(criterion.text))", style: "wide"), "\(criterion.status)"])
    }
    if table.rows.isEmpty { page.add("<p>All \(criteria.count) hold.</p>\n") }
    page.add(table)
  }
}
