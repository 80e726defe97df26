import ContractKit
import Models

/// Who is to blame for a difference: what each stage adds, inherits and amplifies, as `pv bisect` found it.
enum BisectionPage {
  static func page(_ bisection: SiteBisection) -> Page {
    var page = Page(
      name: "trace-bisection", title: "Local and inherited differences", section: "traces",
      trail: [("traces", "Traces")])
    page.add("<p class=\"lead\">\(bisection.verdict)</p>\n")
    page.add(
      """
      <p>Local is what a stage adds when it gets the reference's inputs; inherited is what came in; amplification is how much \
      larger that is than the difference of the inputs. All are rounded, at the worst position; amplification is the \
      median.</p>

      """)
    add("Local error", "local", bisection, to: &page) { $0.local }
    add("Inherited error", "inherited", bisection, to: &page) { $0.inherited }
    add("Amplification", "amplification", bisection, to: &page) { $0.amplification }
    var table = Table(
      "All stages in the order of the pass",
      [
        .init("stage"), .init("total", .number), .init("local", .number), .init("inherited", .number),
        .init("amplification", .number),
        .init("outside", .number), .init("allowed", .choice),
      ])
    for stage in bisection.stages {
      func number(_ value: Double?) -> Table.Cell {
        value.map { .init("\(ShownNumber.text($0))", key: "\($0)") } ?? .init("–", key: "")
      }
      let mark: HTML = stage.point == bisection.first ? " <strong>← first</strong>" : ""
      table.add([
        .init("<code>\(stage.point)</code>\(mark)"), number(stage.total), number(stage.local), number(stage.inherited),
        number(stage.amplification), "\(stage.violations)", "\(stage.allowance)",
      ])
    }
    page.heading("All stages", id: "stages")
    page.add(table)
    return page
  }

  private static func add(
    _ title: HTML, _ id: String, _ bisection: SiteBisection, to page: inout Page,
    _ value: (SiteBisection.Stage) -> Double?
  ) {
    let grid = StageGrid(
      bisection.stages.compactMap { stage in StageGrid.point(stage.point).map { ($0, value(stage)) } })
    guard var map = grid.map else { return }
    map.marked = grid.cell(bisection.first.flatMap(StageGrid.point))
    page.heading(title, id: id)
    let frame: HTML = map.marked == nil ? "" : " The frame is around the first stage that exceeds its contract."
    page.add(
      map.figure(id: "\(id)-map", label: "\(title) by layer and stage", caption: "\(title): \(map.words).\(frame)"))
  }
}
