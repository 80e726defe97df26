import Base
import ContractKit
import Models
import Traces

/// A layer of a trace: the cells of each stage, and what each head attends to.
enum LayerPage {
  /// How many values a row shows at each end.
  private static let shown = 4
  /// How many positions a picture of attention has at most; the last ones.
  private static let positions = 48

  /// The name of the page of a layer; of nil that of the stages of the whole model.
  static func name(_ trace: SiteTrace, layer: Int?) -> String {
    layer.map { "\(trace.page)-layer-\($0)" } ?? "\(trace.page)-whole"
  }

  static func page(_ trace: SiteTrace, layer: Int?) -> Page {
    let title: HTML = layer.map { "Layer \($0) of \(trace.name)" } ?? "Stages of the whole model of \(trace.name)"
    var page = Page(
      name: name(trace, layer: layer), title: title, section: "traces",
      trail: [("traces", "Traces"), (trace.page, "\(trace.name)")])
    if let layer { page.add(turning(trace, layer)) }
    let stages = trace.stages(layer: layer)
    if let attention = stages.first(where: { $0.point.stage == .attnSoftmax }) { addHeads(attention, trace, to: &page) }
    page.heading("Cells", id: "cells")
    page.add(
      """
      <p>The first and the last values of each position: a rounded display of exact bytes. What is compared is the digest, and \
      the bits that the title of a value has.</p>

      """)
    for stage in stages { add(stage, trace, to: &page) }
    return page
  }

  private static func turning(_ trace: SiteTrace, _ layer: Int) -> HTML {
    guard let index = trace.layers.firstIndex(of: layer) else { return "" }
    func link(_ place: Int, _ word: HTML) -> HTML {
      guard trace.layers.indices.contains(place) else { return "" }
      return
        "<li><a href=\"\(name(trace, layer: trace.layers[place])).html\">\(word) layer \(trace.layers[place])</a></li>"
    }
    return "<nav class=\"parts\" aria-label=\"Layers\"><ul>\(link(index - 1, "←"))\(link(index + 1, "→"))</ul></nav>\n"
  }

  // MARK: Attention

  private static func addHeads(_ stage: CapturedStage, _ trace: SiteTrace, to page: inout Page) {
    page.heading("Attention of each head", id: "attention")
    guard stage.shape.count == 3, let capture = trace.values(stage) else {
      page.add(
        "<p>The capture \(stage.path) cannot be shown: it is missing, or not of the shape that the manifest says.</p>\n"
      )
      return
    }
    let (queries, heads, keys) = (stage.shape[0], stage.shape[1], stage.shape[2])
    let (fromQuery, fromKey) = (max(0, queries - positions), max(0, keys - positions))
    page.add(
      """
      <p>A row a query position, a column a key position, from 0 (blank) to 1 (strongest): a rounded display of the exact bytes \
      of <code>\(stage.path)</code>\(state(capture)). \(fromQuery > 0 ? "Only the last \(positions) positions are shown." : "")</p>

      """)
    let pictures = (0..<heads).map { head -> HTML in
      let rows = (fromQuery..<queries).map { query in
        (fromKey..<keys).map { key in
          Optional(Double(capture.values[(query * heads + head) * keys + key]))
        }
      }
      let map = HeatMap(rows: rows, rowNames: [], columnNames: [], isLogarithmic: false)
      let last = rows.last ?? []
      let best = last.indices.max { (last[$0] ?? 0) < (last[$1] ?? 0) } ?? 0
      let words =
        "Head \(head): the last position attends most to position \(best + fromKey), with \(ShownNumber.text(last[best] ?? 0))"
      return "<li>\(map.small(label: "\(words)"))head \(head)</li>\n"
    }
    page.add("<ul class=\"heads\">\n\(pictures)</ul>\n")
  }

  private static func state(_ capture: SiteTrace.Values) -> HTML {
    capture.isAsRecorded
      ? " (\(Words.chip(.good, "digest as recorded")))" : " (\(Words.chip(.bad, "another digest than recorded")))"
  }

  // MARK: Cells

  private static func add(_ stage: CapturedStage, _ trace: SiteTrace, to page: inout Page) {
    let id = FileNames.anchor("stage-\(stage.point.stage.rawValue)")
    page.add("<h3 id=\"\(id)\"><code>\(stage.point.stage.rawValue)</code></h3>\n")
    guard let capture = trace.values(stage) else {
      page.add(
        "<p>\(Words.chip(.bad, "missing")) <code>\(stage.path)</code> is not there, or has another length.</p>\n")
      return
    }
    let rows = max(stage.shape.first ?? 1, 1)
    let width = capture.values.count / rows
    page.add(
      "<p class=\"note\">\(stage.shape.map(String.init).joined(separator: "×")), SHA-256 <code>\(stage.sha256.description)</code>\(state(capture))</p>\n"
    )
    guard width > 0 else { return }
    let ends = width <= 2 * shown ? Array(0..<width) : Array(0..<shown) + Array(width - shown..<width)
    var table = Table(
      "Cells of \(stage.point.stage.rawValue), \(width) a position",
      [.init("position", .number)] + ends.map { .init("[\($0)]", .number) },
      isInteractive: false)
    let from = stage.point.stage == .lmHead ? max(trace.manifest.tokensIn.count - rows, 0) : 0
    // The first position of a real model is unlike the others, and the last one is what decides.
    for row in 0..<rows where row < 2 || row >= rows - 6 {
      table.add(
        [.init("\(row + from)")]
          + ends.map { column in
            let value = capture.values[row * width + column]
            return .init("<abbr title=\"\(bits(value))\">\(ShownNumber.text(Double(value)))</abbr>")
          })
    }
    page.add(table)
  }

  /// The bits of a value, as manifests write them.
  static func bits(_ value: Float) -> String {
    let digits = String(value.bitPattern, radix: 16)
    return "0x" + String(repeating: "0", count: 8 - digits.count) + digits
  }
}
