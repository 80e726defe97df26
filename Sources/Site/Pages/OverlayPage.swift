import ContractKit
import Models
import Traces

/// Two traces laid over each other: where they part, and how the difference grows.
enum OverlayPage {
  static func page(_ overlay: TraceOverlay) -> Page {
    let (a, b) = (overlay.a, overlay.b)
    var page = Page(
      name: "trace-overlay", title: "\(a.name) against \(b.name)", section: "traces", trail: [("traces", "Traces")])
    page.add("<p class=\"lead\" id=\"first\">\(verdict(overlay))</p>\n")
    page.add(spine(overlay))
    addMap(overlay, to: &page)
    addSpread(overlay, to: &page)
    addPairs(overlay, to: &page)
    return page
  }

  private static func verdict(_ overlay: TraceOverlay) -> HTML {
    guard let first = overlay.bisection.first else { return "\(overlay.bisection.verdict)." }
    let difference = first.difference
    return """
      First: <strong><code>\(first.a)</code></strong>: \(difference.count - difference.identical) of \(difference.count) \
      elements have other bits, largest difference \(ShownNumber.text(difference.maxAbsolute)), relative L2 \
      \(ShownNumber.text(difference.relativeL2)). As <code>pv bisect</code> has it: \(overlay.bisection.verdict).
      """
  }

  private static func spine(_ overlay: TraceOverlay) -> HTML {
    let (a, b) = (overlay.a.manifest, overlay.b.manifest)
    var table = Table(
      "What was run, side by side",
      [.init("member"), .init("\(overlay.a.name)"), .init("\(overlay.b.name)"), .init("same")],
      isInteractive: false)
    func add(_ name: HTML, _ left: String, _ right: String) {
      table.add([
        .init(name), .init(shown(left)), .init(shown(right)),
        .init(left == right ? Words.chip(.good, "same") : Words.chip(.bad, "differs")),
      ])
    }
    func shown(_ text: String) -> HTML { text.utf8.count == 64 ? Words.short(text) : HTML.clipped(text) }
    func ids(_ ids: [Int]) -> String { ids.isEmpty ? "none" : ids.map(String.init).joined(separator: " ") }
    add("model", a.model, b.model)
    add("forward path", a.path.rawValue, b.path.rawValue)
    add("prompt", a.prompt ?? "none", b.prompt ?? "none")
    add("ids in", ids(a.tokensIn), ids(b.tokensIn))
    add("ids out", ids(a.tokensOut), ids(b.tokensOut))
    add("largest logits, by id", ids(a.topLogits.map(\.id)), ids(b.topLogits.map(\.id)))
    add("trace hash", a.traceHash.description, b.traceHash.description)
    return table.head(part: 1) + table.rows.joined() + Table.end
  }

  private static func addMap(_ overlay: TraceOverlay, to page: inout Page) {
    let grid = StageGrid(
      overlay.bisection.comparison.pairs.compactMap { pair in
        StageGrid.point(pair.a).map { ($0, pair.positions?.worst ?? pair.difference.relativeL2) }
      })
    guard var map = grid.map else { return }
    page.heading("Difference by layer and stage", id: "map")
    map.marked = grid.cell(overlay.bisection.first.flatMap { StageGrid.point($0.a) })
    page.add(
      map.figure(
        id: "difference-map", label: "Difference by layer and stage",
        caption: """
          Norm of the difference over that of the first trace's values, at the worst position: \(map.words). The frame is \
          around the first stage that differs.
          """))
  }

  private static func addSpread(_ overlay: TraceOverlay, to page: inout Page) {
    func series(_ trace: SiteTrace) -> LineChart.Series {
      LineChart.Series(
        name: trace.name,
        values: trace.manifest.stages.filter { $0.point.stage == .postFfnResidual }.compactMap { stage in
          guard let layer = stage.point.layer, let value = trace.statistics(stage)?.deviation else { return nil }
          return (layer, value)
        })
    }
    let chart = LineChart.figure(
      [series(overlay.a), series(overlay.b)], id: "spread", label: "Standard deviation of the residual by layer",
      caption: "Standard deviation of what each layer leaves (post_ffn_residual), both traces over each other.")
    guard !chart.isEmpty else { return }
    page.heading("Both over the layers", id: "over")
    page.add(chart)
  }

  private static func addPairs(_ overlay: TraceOverlay, to page: inout Page) {
    page.heading("All captures", id: "captures")
    var table = Table(
      "Captures in the order of the pass; numbers are rounded",
      [
        .init("capture"), .init("other bits", .number), .init("of", .number), .init("relative L2", .number),
        .init("worst position", .number),
        .init("largest difference", .number), .init("cosine", .number), .init("same", .choice),
      ])
    let first = overlay.bisection.first?.a
    for pair in overlay.bisection.comparison.pairs {
      let difference = pair.difference
      func number(_ value: Double) -> Table.Cell { .init("\(ShownNumber.text(value))", key: "\(value)") }
      let mark: HTML = pair.a == first ? " <strong>← first</strong>" : ""
      table.add([
        .init("<code>\(pair.a)</code>\(mark)"), "\(difference.count - difference.identical)", "\(difference.count)",
        number(difference.relativeL2),
        .init(
          pair.positions.map { "\($0.worstPosition)" } ?? "–", key: pair.positions.map { "\($0.worstPosition)" } ?? ""),
        number(difference.maxAbsolute), number(difference.cosine),
        .init(difference.isIdentical ? Words.chip(.good, "same") : Words.chip(.bad, "differs")),
      ])
    }
    page.add(table)
    let problems = overlay.bisection.comparison.problems.map { "<li>\(HTML.clipped($0.description))</li>\n" as HTML }
    if !problems.isEmpty { page.add("<p>Not compared:</p>\n<ul>\n\(problems)</ul>\n") }
  }
}
