import ContractKit

/// All mutants, and the tolerances by how near the weakest of them comes.
struct MutantPage: PageKind {
  func place(_ content: SiteContent) -> Layout.Place? { .init(name: "mutants", title: "Mutants") }

  func answers(_ content: SiteContent) -> [(question: HTML, answer: HTML)] {
    guard let (entry, window) = content.verification.windowsByMutant.first, let weakest = window.weakest else {
      return [("Mutant that comes nearest", "No tolerance has a mutant beyond the noise.")]
    }
    return [
      (
        "Mutant that comes nearest",
        """
        <code>\(weakest.name)</code> of \(content.link(entry)): <strong>\(Margin.text(window.marginAbove))</strong> halvings \
        beyond the threshold; <code>\(window.check.metric.value)</code> is \(weakest.measurement.display), must be \
        \(window.check.demand)
        """
      )
    ]
  }

  func pages(_ content: SiteContent, _ write: (Page) throws -> Void) throws {
    var page = Page(name: "mutants", title: "Mutants", section: "mutants")
    page.add(
      """
      <p>A mutant is the real kernel with one fault planted. Each must violate a check of its falsifier, or the falsifier \
      could not have seen the fault.</p>

      """)
    page.heading("Windows: the nearest mutant first", id: "windows")
    page.add(
      """
      <p>A tolerance lies between the noise of rounding and the weakest mutant beyond it. Margins count halvings: of the \
      threshold down to the noise, and of the weakest mutant down to the threshold.</p>

      """)
    page.add(Self.windows(content, content.verification.windowsByMutant[...], isInteractive: true))
    page.heading("All mutants", id: "all")
    var table = Table(
      "All mutants, those that no check sees first",
      [
        .init("mutant"), .init("falsifier"), .init("fault"), .init("outcome"),
      ])
    for isKilled in [false, true] {
      for entry in content.verification.entries {
        for mutant in entry.verdict.mutants where Self.isKilled(mutant) == isKilled {
          let run = entry.verdict.evidence?.mutants[mutant.name]
          table.add([
            .init("<code>\(mutant.name)</code>"), .init(content.link(entry)),
            .init(HTML.clipped(run?.fault ?? ""), style: "wide"), .init(Words.isKilled(mutant.outcome)),
          ])
        }
      }
    }
    page.add(table)
    page.heading("Impostors", id: "impostors")
    page.add(
      "<p>A wrong array in the place of one that the real kernel gave; nobody had to think of it:</p>\n<dl class=\"facts\">\n"
    )
    for name in ImpostorName.allCases { page.add("<dt><code>\(name.rawValue)</code></dt><dd>\(name.meaning)</dd>\n") }
    page.add("</dl>\n")
    try write(page)
  }

  private static func isKilled(_ mutant: MutantResult) -> Bool {
    if case .killed = mutant.outcome { true } else { false }
  }

  /// Where a mutant's output first differs, with the bits of both.
  static func place(_ run: Evidence.MutantRun?) -> HTML {
    guard let difference = run?.firstDifference else { return "nowhere" }
    return "<code>\(difference.output)[\(difference.index)]: \(difference.real) → \(difference.mutant)</code>"
  }

  /// Some tolerances, a line each.
  static func windows(
    _ content: SiteContent, _ windows: ArraySlice<Verification.RankedWindow>, isInteractive: Bool
  ) -> Table {
    var table = Table(
      isInteractive ? "Tolerances, the nearest mutant first" : "Tolerances with the nearest mutants",
      [
        .init("falsifier"), .init("metric"), .init("noise", .number), .init("below by", .number), .init("threshold"),
        .init("above by", .number), .init("weakest mutant"), .init("its value", .number),
      ], isInteractive: isInteractive)
    for (entry, window) in windows {
      table.add([
        .init(content.link(entry)), .init("<code>\(window.check.metric.value)</code>"),
        Words.measured(window.noise.measurement), margin(window.marginBelow), .init(Words.short(window.check.demand)),
        margin(window.marginAbove), .init("<code>\(window.weakest?.name ?? "")</code>"),
        Words.measured(window.weakest?.measurement),
      ])
    }
    return table
  }

  private static func margin(_ margin: Double?) -> Table.Cell {
    margin == nil ? .init("none", key: "") : Words.margin(margin)
  }
}
