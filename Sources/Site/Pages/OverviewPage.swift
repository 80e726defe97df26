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
      verification.gates.isEmpty
      ? "" : "<li><strong>\(passing) of \(verification.gates.count)</strong> gates pass</li>\n"
    return """
      <ul class="cards">
      \(cards)<li><strong>\(verification.holdingClauseCount) of \(verification.clauseCount)</strong> clauses hold</li>
      \(gates)</ul>

      """
  }

  private func answers(_ content: SiteContent) -> [HTML] {
    Site.kinds.flatMap { $0.answers(content) }.map { question, answer in
      "<div><dt>\(question)</dt><dd>\(answer)</dd></div>\n"
    }
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
      page.add(
        "<p>\(open.count - 50) more stand first in the <a href=\"falsifiers.html\">list of falsifiers</a>.</p>\n")
    }
  }

  // MARK: Gates

  private func addGates(_ content: SiteContent, to page: inout Page) {
    let gates = content.verification.gates
    guard !gates.isEmpty else { return }
    page.heading("Gates", id: "gates")
    page.add(
      "<p>A gate passes if everything that it requires holds; its basis is below it.</p>\n<ul class=\"tree\">\n")
    let required = Required(content)
    for gate in gates {
      let basis = gate.gate.requires.map { "<li>\(required.html($0, content))</li>\n" as HTML }
      let open: HTML = gate.passes ? "" : " open"
      page.add(
        """
        <li id="\(Required.anchor(gate.gate.id.value))"><details\(open)><summary><code>\(gate.gate.id.value)</code> \
        \(Words.gate(passes: gate.passes)) \(gate.basis), in \(gate.contract.id)</summary>
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
      "Criteria that do not hold yet, or that only CI can show",
      [.init("criterion"), .init("what must hold"), .init("status", .choice)])
    for criterion in criteria where criterion.status != "holds" {
      table.add(["\(criterion.name)", .init("\(HTML.clipped(criterion.text))", style: "wide"), "\(criterion.status)"])
    }
    if table.rows.isEmpty { page.add("<p>All \(criteria.count) hold.</p>\n") }
    page.add(table)
  }
}

/// What gates require: falsifiers, other gates and hypotheses, each with a link to its place.
private struct Required {
  private let falsifiers: [String: [Verification.Entry]]
  private let gates: [String: Verification.GateResult]
  private let hypotheses: [String: JudgedHypothesis]

  init(_ content: SiteContent) {
    falsifiers = Dictionary(grouping: content.verification.entries, by: \.falsifier.id.value)
    gates = Dictionary(
      content.verification.gates.map { ($0.gate.id.value, $0) }, uniquingKeysWith: { first, _ in first })
    hypotheses = Dictionary(
      content.verification.questions.flatMap(\.hypotheses).map { ($0.hypothesis.id.value, $0) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The place of a gate on the first page.
  static func anchor(_ gate: String) -> String { FileNames.anchor("gate-\(gate)") }

  func html(_ id: String, _ content: SiteContent) -> HTML {
    if let entries = falsifiers[id] {
      return "\(content.link(falsifier: id)) \(entries.map { Words.chip($0) }.joined(" "))"
    }
    if let gate = gates[id] { return "<a href=\"#\(Self.anchor(id))\">\(id)</a> \(Words.gate(passes: gate.passes))" }
    if let judged = hypotheses[id] {
      return "<a href=\"hypotheses.html#\(HypothesisPage.anchor(id))\">\(id)</a> \(HypothesisPage.chip(judged.state))"
    }
    return "\(id) \(Words.chip(.bad, "there is none"))"
  }
}
