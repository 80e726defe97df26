import Base
import ContractKit
import Models
import Traces

/// Captured passes: what was run, what it gave, each layer, and two of them side by side.
struct TracePages: PageKind {
  func place(_ content: SiteContent) -> Layout.Place? {
    content.traces.isEmpty && content.bisection == nil ? nil : .init(name: "traces", title: "Traces")
  }

  func answers(_ content: SiteContent) -> [(question: HTML, answer: HTML)] {
    let question: HTML = "Where two traces part"
    guard let overlay = content.overlay else {
      return [(question, "No two traces were given: <code>pv site --trace A --trace B</code>.")]
    }
    return [(question, overlay.answer)]
  }

  func pages(_ content: SiteContent, _ write: (Page) throws -> Void) throws {
    guard place(content) != nil else { return }
    try write(list(content))
    for trace in content.traces {
      try write(page(trace))
      for layer in trace.layers { try write(LayerPage.page(trace, layer: layer)) }
      if !trace.stages(layer: nil).isEmpty { try write(LayerPage.page(trace, layer: nil)) }
    }
    if let overlay = content.overlay { try write(OverlayPage.page(overlay)) }
    if let bisection = content.bisection { try write(BisectionPage.page(bisection)) }
  }

  private func list(_ content: SiteContent) -> Page {
    var page = Page(name: "traces", title: "Traces", section: "traces")
    if let overlay = content.overlay { page.add("<p class=\"lead\">\(overlay.answer).</p>\n") }
    if let bisection = content.bisection {
      page.add(
        "<p>Who is to blame, by <code>pv bisect</code>: <a href=\"trace-bisection.html\">\(bisection.verdict)</a></p>\n"
      )
    }
    var table = Table(
      "Captured passes",
      [
        .init("trace"), .init("model"), .init("path"), .init("prompt"), .init("ids in", .number),
        .init("captures", .number), .init("trace hash"),
      ],
      isInteractive: false)
    for trace in content.traces {
      let manifest = trace.manifest
      table.add([
        .init("<a href=\"\(trace.page).html\">\(trace.name)</a>"), "\(manifest.model)", "\(manifest.path.rawValue)",
        .init(HTML.clipped(manifest.prompt ?? "–"), style: "wide"), "\(manifest.tokensIn.count)",
        "\(manifest.stages.count)", .init(Words.short(manifest.traceHash.description)),
      ])
    }
    page.add(table)
    return page
  }

  // MARK: One trace

  private func page(_ trace: SiteTrace) -> Page {
    var page = Page(name: trace.page, title: "Trace \(trace.name)", section: "traces", trail: [("traces", "Traces")])
    page.add(spine(trace.manifest))
    page.heading("Largest logits", id: "logits")
    page.add(Self.logits(trace.manifest.topLogits))
    addSources(trace.manifest, to: &page)
    addLayers(trace, to: &page)
    return page
  }

  /// What is exact: the discrete part of a run, and the hashes over everything.
  private func spine(_ manifest: TraceManifest) -> HTML {
    var facts: HTML = "<h2 id=\"spine\">What was run</h2>\n<dl class=\"facts\">\n"
    func add(_ name: HTML, _ value: HTML) { facts += "<dt>\(name)</dt><dd>\(value)</dd>\n" }
    func ids(_ ids: [Int]) -> HTML {
      ids.isEmpty ? "none" : "<code>\(HTML.clipped(ids.map(String.init).joined(separator: " ")))</code>"
    }
    add("model", "<code>\(manifest.model)</code>, \(manifest.architecture)")
    add("forward path", "\(manifest.path.rawValue)")
    add("prompt", manifest.prompt.map { "<q>\(HTML.clipped($0))</q>" } ?? "none: token ids were given")
    if let chat = manifest.chat { add("as the template has it", "<q>\(HTML.clipped(chat.rendered))</q>") }
    add("ids in", ids(manifest.tokensIn))
    add("ids out", ids(manifest.tokensOut))
    add("sampling", "greedy: nothing is drawn")
    add("trace hash", "<code>\(manifest.traceHash.description)</code>")
    if manifest.formVersion > 2 { add("run hash", "<code>\(manifest.runHash.description)</code>") }
    add("captured", "\(manifest.stages.count) stages; \(manifest.selection.stages.count) kinds of stages asked for")
    if let toolchain = manifest.environment.toolchain { add("toolchain, as it says", HTML.clipped(toolchain)) }
    return facts + "</dl>\n<p>Ids are exact; so are the hashes, which are taken over exact bytes.</p>\n"
  }

  /// The largest logits of a pass.
  static func logits(_ logits: [TraceManifest.Logit]) -> Table {
    var table = Table(
      "Largest logits, rounded display of exact bits",
      [.init("token id", .number), .init("logit", .number), .init("bits")],
      isInteractive: false)
    for logit in logits {
      table.add([
        "\(logit.id)", "\(ShownNumber.text(Double(logit.value)))", .init("<code>\(LayerPage.bits(logit.value))</code>"),
      ])
    }
    return table
  }

  private func addSources(_ manifest: TraceManifest, to page: inout Page) {
    page.heading("Files", id: "files")
    var table = Table(
      "What the model is made of", [.init("file"), .init("bytes", .number), .init("SHA-256")], isInteractive: false)
    let tokenizer = manifest.tokenizer.map { manifest.sources.contains($0) ? [] : [$0] } ?? []
    for source in manifest.sources + tokenizer {
      table.add([
        .init("<code>\(source.path)</code>"), "\(source.bytes)", .init("<code>\(source.sha256.description)</code>"),
      ])
    }
    page.add(table)
    let members = manifest.configuration.sorted { Files.utf8Order($0.key, $1.key) }.map { key, value -> HTML in
      "<dt>\(key)</dt><dd><code>\(HTML.clipped(String(decoding: value.compactBytes, as: UTF8.self)))</code></dd>\n"
    }
    page.add("<details><summary>Configuration</summary><dl class=\"facts\">\n\(members)</dl></details>\n")
  }

  private func addLayers(_ trace: SiteTrace, to page: inout Page) {
    let stages = trace.manifest.stages
    guard !stages.isEmpty else { return }
    page.heading("Layers and stages", id: "layers")
    let links = trace.layers.map { "<a href=\"\(LayerPage.name(trace, layer: $0)).html\">\($0)</a>" as HTML }
    let whole: HTML =
      trace.stages(layer: nil).isEmpty
      ? "" : "; <a href=\"\(LayerPage.name(trace, layer: nil)).html\">stages of the whole model</a>"
    page.add("<p>Cells and attention by layer: \(links.joined(" "))\(whole)</p>\n")
    let statistics = stages.map(trace.statistics)
    let grid = StageGrid(zip(stages, statistics).map { ($0.point, $1?.deviation) })
    if let map = grid.map {
      page.add(
        map.figure(
          id: "spread-map", label: "Standard deviation by layer and stage",
          caption: "Standard deviation over all finite elements, a row a layer, a column a stage: \(map.words)."))
    }
    var table = Table(
      "Statistics of all captures, over finite elements; rounded display",
      [
        .init("stage"), .init("shape"), .init("min", .number), .init("mean", .number), .init("max", .number),
        .init("standard deviation", .number), .init("zeros", .number), .init("NaN", .number),
        .init("infinite", .number), .init("SHA-256"),
      ])
    for (stage, statistics) in zip(stages, statistics) {
      func number(_ value: Double?) -> Table.Cell {
        value.map { .init("\(ShownNumber.text($0))", key: "\($0)") } ?? .init("–", key: "")
      }
      func count(_ value: Int?) -> Table.Cell { value.map { "\($0)" } ?? .init("–", key: "") }
      table.add([
        .init("<code>\(stage.point.description)</code>"), "\(stage.shape.map(String.init).joined(separator: "×"))",
        number(statistics?.min.map(Double.init)), number(statistics?.mean), number(statistics?.max.map(Double.init)),
        number(statistics?.deviation), count(statistics?.zero), count(statistics?.nan), count(statistics?.infinite),
        .init(Words.short(stage.sha256.description)),
      ])
    }
    page.add(table)
  }
}
