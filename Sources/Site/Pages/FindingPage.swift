import ContractKit

/// What `pv verify` reports: findings with their places.
struct FindingPage: PageKind {
  func place(_ content: SiteContent) -> Layout.Place? { .init(name: "findings", title: "Findings") }

  func pages(_ content: SiteContent, _ write: (Page) throws -> Void) throws {
    var page = Page(name: "findings", title: "Findings of pv verify", section: "findings")
    let findings = content.verification.diagnostics
    page.add(
      """
      <p>What <code>pv verify</code> reports of contracts, evidence and pages; <code>pv explain RULE</code> says what a rule \
      finds and how to fix it.</p>

      """)
    guard !findings.isEmpty else {
      page.add("<p>\(Words.chip(.good, "nothing")) There is no finding.</p>\n")
      return try write(page)
    }
    var table = Table(
      "Findings, errors first", [.init("rule", .choice), .init("severity", .choice), .init("finding"), .init("place")])
    for (_, finding) in findings.enumerated().sorted(by: {
      ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset)
    }) {
      let place = finding.range.map { ":\($0.start.line):\($0.start.column)" } ?? ""
      let help: HTML = finding.help.map { " <span class=\"note\">\(HTML.clipped($0))</span>" } ?? ""
      let severity =
        switch finding.severity {
        case .error: Words.chip(.bad, finding.severity.rawValue)
        case .warning: Words.chip(.warning, finding.severity.rawValue)
        default: Words.chip(.open, finding.severity.rawValue)
        }
      table.add([
        .init("<code>\(finding.rule)</code>"), .init(severity),
        .init("\(HTML.clipped(finding.message))\(help)", style: "wide"), .init("<code>\(finding.path)\(place)</code>"),
      ])
    }
    page.add(table)
    try write(page)
  }
}
