import ContractKit

/// All checks, the smallest margin first.
struct MarginPage: PageKind {
  func place(_ content: SiteContent) -> Layout.Place? { .init(name: "margins", title: "Margins") }

  func answers(_ content: SiteContent) -> [(question: HTML, answer: HTML)] {
    guard let (entry, result) = content.verification.checksByMargin.first, let margin = result.margin else {
      return [("Smallest margin", "No check that was judged has a margin.")]
    }
    return [
      (
        "Smallest margin",
        """
        \(content.link(entry)): <strong>\(Margin.text(margin))</strong> halvings; <code>\(result.check.metric.value)</code> is \
        \(result.measurement?.display ?? ""), must be \(result.check.demand)
        """
      )
    ]
  }

  func pages(_ content: SiteContent, _ write: (Page) throws -> Void) throws {
    var page = Page(name: "margins", title: "Checks, smallest margin first", section: "margins")
    page.add(
      """
      <p>The margin says how many halvings a measurement is away from its threshold: log2(T/m) for an upper bound, \
      log2((1−T)/(1−m)) for a cosine, log2(W/|m−V|) for V ± W; <em>inf</em> where the measured error is 0; <em>exact</em> \
      for an equality without tolerance, which has none and stands last.</p>

      """)
    page.add(Self.table(content, content.verification.checksByMargin[...], isInteractive: true))
    if content.verification.judgedCount == 0 { page.add("<p>No falsifier has fresh evidence.</p>\n") }
    try write(page)
  }

  /// Some checks, a line each.
  static func table(
    _ content: SiteContent, _ checks: ArraySlice<Verification.RankedCheck>, isInteractive: Bool
  ) -> Table {
    var table = Table(
      isInteractive ? "All checks that were judged" : "Checks with the smallest margins",
      [
        .init("falsifier"), .init("claim"), .init("metric"), .init("measured", .number), .init("threshold"),
        .init("margin", .number), .init("outcome", .choice),
      ], isInteractive: isInteractive)
    for (entry, result) in checks {
      table.add([
        .init(content.link(entry)), .init(Words.claim(entry.falsifier), style: "wide"),
        .init("<code>\(result.check.metric.value)</code>"), Words.measured(result.measurement),
        .init(Words.short(result.check.demand)), Words.margin(result.margin), .init(Words.chip(result.outcome)),
      ])
    }
    return table
  }
}
