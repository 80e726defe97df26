import ContractKit

/// What moved since a revision.
struct ChangePage: PageKind {
  func place(_ content: SiteContent) -> Layout.Place? {
    content.change.map { _ in .init(name: "changes", title: "Changes") }
  }

  func pages(_ content: SiteContent, _ write: (Page) throws -> Void) throws {
    guard let change = content.change else { return }
    var page = Page(name: "changes", title: "What moved since \(change.revision)", section: "changes")
    page.add(Self.summary(change, content))
    let turns = change.turns(content.verification)
    let isFresh = content.verification.entries.map(\.verdict.isJudged)
    Self.add("Newly falsified", "falsified", turns.filter { status($0, content) == .falsified }, content, to: &page)
    Self.add(
      "Stale, or without evidence", "stale", turns.filter { status($0, content) == .pending && !isFresh[$0.entry] },
      content, to: &page)
    Self.add(
      "Other statuses", "statuses",
      turns.filter { turn in
        let status = status(turn, content)
        return status != .falsified && !(status == .pending && !isFresh[turn.entry])
      }, content, to: &page)
    for (direction, title, meaning) in Self.directions {
      let changes = Self.changes(change, direction)
      page.heading(title, id: direction.rawValue)
      page.add("<p>\(meaning)</p>\n")
      if changes.isEmpty { page.add("<p>None.</p>\n") }
      var table = Table(title, Self.columns(with: .init("contract")))
      for (contract, each) in changes {
        table.add([.init(content.link(contract: contract))] + Self.cells(each, content))
      }
      page.add(table)
    }
    try write(page)
  }

  private func status(_ turn: SiteChange.Turn, _ content: SiteContent) -> Status {
    content.verification.entries[turn.entry].verdict.status
  }

  private static let directions: [(ClaimChange.Direction, HTML, HTML)] = [
    (.easier, "Loosened", "What is accepted now and was rejected then."),
    (
      .mixed, "Loosened in one way, tightened in another",
      "What accepts something that it rejected, and the other way around."
    ),
    (.harder, "Tightened", "What is rejected now and was accepted then."),
    (.unclear, "Other words", "Prose that carries a claim: whether it is easier cannot be computed."),
    (.neutral, "Without effect on a claim", "The claim is the same."),
  ]

  private static func changes(
    _ change: SiteChange, _ direction: ClaimChange.Direction
  ) -> [(contract: String, change: ClaimChange)] {
    change.diff.entries.flatMap { entry in
      (entry.changes ?? []).filter { $0.direction == direction }.map { (entry.id, $0) }
    }
  }

  private static func summary(_ change: SiteChange, _ content: SiteContent) -> HTML {
    let turns = change.turns(content.verification)
    let entries = content.verification.entries
    let falsified = turns.count { entries[$0.entry].verdict.status == .falsified }
    let stale = turns.count { entries[$0.entry].verdict.status == .pending && !entries[$0.entry].verdict.isJudged }
    func count(_ directions: Set<ClaimChange.Direction>) -> Int {
      change.diff.changes.count { directions.contains($0.direction) }
    }
    return """
      <ul class="cards">
      <li><strong>\(falsified)</strong> <a href="changes.html#falsified">newly falsified</a></li>
      <li><strong>\(count([.easier, .mixed]))</strong> <a href="changes.html#easier">loosened</a></li>
      <li><strong>\(count([.harder]))</strong> <a href="changes.html#harder">tightened</a></li>
      <li><strong>\(stale)</strong> <a href="changes.html#stale">stale</a></li>
      </ul>
      <p class="note">Claims are compared as <code>pv diff</code> compares them; a status of then is what its contract \
      declared.</p>

      """
  }

  /// What the first page says of it.
  static func addSummary(_ change: SiteChange, _ content: SiteContent, to page: inout Page) {
    page.heading("What moved since \(change.revision)", id: "moved")
    page.add(summary(change, content))
  }

  private static func add(
    _ title: HTML, _ id: String, _ turns: [SiteChange.Turn], _ content: SiteContent, to page: inout Page
  ) {
    page.heading(title, id: id)
    guard !turns.isEmpty else {
      page.add("<p>None.</p>\n")
      return
    }
    var table = Table(title, [.init("falsifier"), .init("then", .choice), .init("now", .choice), .init("why")])
    for turn in turns {
      let entry = content.verification.entries[turn.entry]
      table.add([
        .init(content.link(entry: turn.entry)), "\(turn.before ?? "not there")", .init(Words.chip(entry)),
        .init(entry.verdict.reasons.prefix(3).map { HTML.clipped($0.description) }.joined("; "), style: "wide"),
      ])
    }
    page.add(table)
  }

  // MARK: Rows of changes

  /// The columns of changes, with one in front.
  static func columns(with first: Table.Column) -> [Table.Column] {
    [first, .init("what"), .init("direction", .choice), .init("change"), .init("answered for")]
  }

  /// A change in the columns behind the first.
  static func cells(_ change: ClaimChange, _ content: SiteContent) -> [Table.Cell] {
    let direction =
      switch change.direction {
      case .easier: Words.chip(.down, "loosened")
      case .mixed: Words.chip(.mixed, "mixed")
      case .harder: Words.chip(.up, "tightened")
      case .unclear: Words.chip(.asked, "words")
      case .neutral: Words.chip(.none, "neutral")
      }
    let waiver: HTML =
      change.waiver.map {
        "\($0.owner.value), until \($0.until.value.description): \(HTML.clipped($0.reason.value))"
      } ?? "–"
    return [
      .init("<code>\(change.subject)</code>"), .init(direction), .init(HTML.clipped(change.message), style: "wide"),
      .init(waiver),
    ]
  }
}
