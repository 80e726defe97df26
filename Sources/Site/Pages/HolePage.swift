import ContractKit

/// The chain from reference to evidence, and where it is broken.
struct HolePage: PageKind {
  func place(_ content: SiteContent) -> Layout.Place? { .init(name: "holes", title: "Coverage") }

  func answers(_ content: SiteContent) -> [(question: HTML, answer: HTML)] {
    guard let link = content.coverage.links.first(where: { $0.key == "clause_falsifier" }) else {
      return [("Clauses without a falsifier", "Not looked for.")]
    }
    let excused = Self.excused(content)
    let more: HTML =
      excused.isEmpty
      ? ""
      : " \(Words.count(excused.count, "clause")) without one \(excused.count == 1 ? "says" : "say") why: " as HTML
        + excused.prefix(3).map { content.link($0.clause, from: $0.contract) }.joined(", ")
        + (excused.count > 3 ? " and <a href=\"holes.html#excused\">more</a>." : ".")
    guard !link.holes.isEmpty else {
      return [("Clauses without a falsifier", "None: each of \(link.total) is bound, or says why not.\(more)")]
    }
    let named = link.holes.prefix(3).map { hole -> HTML in
      let clause = ClauseReference(hole.subject)
      return clause.map { content.link($0, from: "") } ?? "<code>\(hole.subject)</code>"
    }
    let rest: HTML = link.holes.count > 3 ? " and <a href=\"holes.html\">\(link.holes.count - 3) more</a>" : ""
    return [
      ("Clauses without a falsifier", "<strong>\(link.holes.count)</strong>: \(named.joined(", "))\(rest).\(more)")
    ]
  }

  func pages(_ content: SiteContent, _ write: (Page) throws -> Void) throws {
    var page = Page(name: "holes", title: "Coverage and its holes", section: "holes")
    page.add(
      """
      <p class="lead">\(content.coverage.summary).</p>
      <p>Reference → equation → invariant → falsifier → test → evidence, and back: as <code>pv coverage</code> has it.</p>

      """)
    var links = Table(
      "Links of the chain",
      [
        .init("link"), .init("linked", .number), .init("of", .number), .init("with a reason why not", .number),
        .init("holes", .number),
      ],
      isInteractive: false)
    for link in content.coverage.links {
      links.add([
        "\(link.title)", "\(link.linked)", "\(link.total)", "\(link.justified)",
        .init(link.holes.isEmpty ? "0" : "<a href=\"#hole-\(link.key)\"><strong>\(link.holes.count)</strong></a>"),
      ])
    }
    page.add(links)
    for link in content.coverage.links where !link.holes.isEmpty {
      page.heading("Holes: \(link.title)", id: "hole-\(link.key)")
      page.add(Self.table("What is not linked", link.holes, content))
    }
    let excused = Self.excused(content)
    if !excused.isEmpty {
      page.heading("Clauses without a falsifier that say why", id: "excused")
      var table = Table(
        "Clauses that nothing binds, with the contract's reason", [.init("clause"), .init("contract"), .init("reason")])
      for each in excused {
        table.add([
          .init(content.link(each.clause, from: each.contract)), .init(content.link(contract: each.contract)),
          .init(HTML.clipped(each.reason), style: "wide"),
        ])
      }
      page.add(table)
    }
    for link in content.coverage.links where !link.reasons.isEmpty {
      page.heading("With a reason: \(link.title)", id: "reason-\(link.key)")
      page.add(Self.table("What is not linked, and why", link.reasons, content))
    }
    addSourceFaults(content, to: &page)
    try write(page)
  }

  /// Clauses that no falsifier binds, and whose contract says why.
  static func excused(_ content: SiteContent) -> [(contract: String, clause: ClauseReference, reason: String)] {
    content.verification.contracts.flatMap { contract in
      contract.equations.flatMap { equation in
        let own = equation.notFalsified.map {
          (contract: contract.id, clause: ClauseReference(equation: equation.id.value), reason: $0.value)
        }
        return (own.map { [$0] } ?? [])
          + equation.invariants.compactMap { invariant in
            invariant.notFalsified.map {
              (
                contract: contract.id,
                clause: ClauseReference(equation: equation.id.value, invariant: invariant.id.value), reason: $0.value
              )
            }
          }
      }
    }
  }

  /// Holes, a line each.
  static func table(_ caption: HTML, _ holes: [CoverageLink.Hole], _ content: SiteContent) -> Table {
    var table = Table(caption, [.init("subject"), .init("what"), .init("place")])
    for hole in holes {
      let place = hole.range.map { ":\($0.start.line)" } ?? ""
      let subject: HTML =
        content.entry(hole.subject) != nil ? content.link(falsifier: hole.subject) : "<code>\(hole.subject)</code>"
      table.add([
        .init(subject), .init(HTML.clipped(hole.message), style: "wide"), .init("<code>\(hole.path)\(place)</code>"),
      ])
    }
    return table
  }

  private func addSourceFaults(_ content: SiteContent, to page: inout Page) {
    for faults in content.coverage.sourceFaults {
      page.heading("Faults planted in sources", id: FileNames.anchor("faults-\(faults.page)"))
      page.add(
        """
        <p>By <code>\(faults.page)</code>: \(faults.all.noticed) of \(faults.all.noticed + faults.all.survived) noticed; of \
        \(faults.all.survived) that survive, \(faults.all.explained) are explained.</p>

        """)
      var table = Table(
        "Faults by file",
        [.init("file"), .init("noticed", .number), .init("survived", .number), .init("explained", .number)])
      for row in faults.files {
        table.add([.init("<code>\(row.file)</code>"), "\(row.noticed)", "\(row.survived)", "\(row.explained)"])
      }
      page.add(table)
    }
  }
}
