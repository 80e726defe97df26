import ContractKit

/// What a contract names and what names it, found once for all contracts.
struct Neighbors {
  /// The contracts on either side of one.
  struct Sides {
    var needs: [String] = []
    var neededBy: [String] = []
  }

  private var sides: [String: Sides] = [:]

  init(_ graph: ContractGraph) {
    var seen: Set<ContractGraph.Edge> = []
    for edge in graph.edges where edge.relation == .dependsOn && edge.from != edge.to {
      guard seen.insert(edge).inserted else { continue }
      sides[edge.from, default: Sides()].needs.append(edge.to)
      sides[edge.to, default: Sides()].neededBy.append(edge.from)
    }
  }

  /// Those of a contract, in ascending order.
  func of(_ id: String) -> Sides {
    var own = sides[id] ?? Sides()
    own.needs.sort(by: Files.utf8Order)
    own.neededBy.sort(by: Files.utf8Order)
    return own
  }
}

/// A contract between those that it is built on and those that are built on it.
enum DependencyPicture {
  /// How many boxes a side has at most; the list below the picture has all.
  private static let most = 24

  static func figure(of id: String, _ sides: Neighbors.Sides, _ content: SiteContent) -> HTML {
    guard !sides.needs.isEmpty || !sides.neededBy.isEmpty else {
      return "<p>It is built on no other contract, and none is built on it.</p>\n"
    }
    let (needs, neededBy) = (sides.needs.prefix(most), sides.neededBy.prefix(most))
    let rows = max(needs.count, neededBy.count, 1)
    let height = rows * 34 + 8
    func y(_ index: Int, of count: Int) -> Int { 4 + (rows - count) * 17 + index * 34 }
    var svg = HTML()
    let middle = y(0, of: 1)
    for index in needs.indices {
      let place = y(index, of: needs.count) + 14
      svg += "<path class=\"edge\" d=\"M222 \(place)C252 \(place) 232 \(middle + 14) 262 \(middle + 14)\"/>"
    }
    for index in neededBy.indices {
      let place = y(index, of: neededBy.count) + 14
      svg += "<path class=\"edge\" d=\"M478 \(middle + 14)C508 \(middle + 14) 488 \(place) 518 \(place)\"/>"
    }
    for (index, other) in needs.enumerated() { svg += box(other, x: 4, y: y(index, of: needs.count), "box", content) }
    svg += box(id, x: 262, y: middle, "self", nil)
    for (index, other) in neededBy.enumerated() {
      svg += box(other, x: 518, y: y(index, of: neededBy.count), "box", content)
    }
    func list(_ ids: [String]) -> HTML {
      ids.isEmpty ? "none" : ids.map { content.link(contract: $0) }.joined(", ")
    }
    return """
      <figure class="figure"><div class="canvas"><svg viewBox="0 0 740 \(height)" width="740" role="group" aria-label="Dependencies of \(id)">\(svg)</svg></div>
      <figcaption>Left: what \(id) is built on: \(list(sides.needs)). Right: what is built on it: \
      \(list(sides.neededBy)).</figcaption></figure>

      """
  }

  private static func box(_ id: String, x: Int, y: Int, _ style: String, _ content: SiteContent?) -> HTML {
    let shown = id.count > 30 ? "\(id.prefix(29))…" : id
    let parts: HTML = """
      <rect class="\(style)" x="\(x)" y="\(y)" width="218" height="28" rx="5"/>\
      <text x="\(x + 109)" y="\(y + 18)" text-anchor="middle">\(shown)</text>
      """
    guard let page = content?.contractPage(id) else { return parts }
    return "<a href=\"\(page).html\" aria-label=\"\(id)\">\(parts)</a>"
  }
}
