/// One page of the site, or several where it is too long for one.
struct Page {
  /// A part of a page.
  enum Block {
    case html(HTML)
    case table(Table)
  }

  /// The name of its first file, without `.html`.
  let name: String
  /// What it is of, as its head and the browser's tab have it.
  let title: HTML
  /// The page of the navigation that it belongs to, by its name.
  let section: String
  /// Where it stands: pages above it with their names.
  var trail: [(name: String, title: HTML)] = []
  private(set) var blocks: [Block] = []

  init(name: String, title: HTML, section: String, trail: [(name: String, title: HTML)] = []) {
    (self.name, self.title, self.section, self.trail) = (name, title, section, trail)
  }

  mutating func add(_ html: HTML) { blocks.append(.html(html)) }

  /// Adds a table; one without rows is not shown.
  mutating func add(_ table: Table) { if !table.rows.isEmpty { blocks.append(.table(table)) } }

  /// Adds a heading of the second order, with the id that links name.
  mutating func heading(_ text: HTML, id: String) { add("<h2 id=\"\(id)\">\(text)</h2>\n") }

  /// The most bytes of a file's content; with head and foot it stays below 300,000.
  static let limit = 280_000

  /// The content of each file: whole blocks as long as there is room, tables row by row.
  func parts() -> [HTML] {
    var parts: [HTML] = []
    var current = HTML()
    func fits(_ more: Int) -> Bool { current.isEmpty || current.count + more <= Self.limit }
    func turn() {
      parts.append(current)
      current = HTML()
    }
    for block in blocks {
      switch block {
      case .html(let html):
        if !fits(html.count) { turn() }
        current += html
      case .table(let table):
        var part = 1
        let head = table.head(part: 1)
        if !fits(head.count + table.rows[0].count + Table.end.count) { turn() }
        current += head
        for row in table.rows {
          if current.count + row.count + Table.end.count > Self.limit {
            current += Table.end
            turn()
            part += 1
            current += table.head(part: part)
          }
          current += row
        }
        current += Table.end
      }
    }
    turn()
    return parts
  }

  /// The name of the file with a part, counted from 1.
  func file(part: Int) -> String { part == 1 ? "\(name).html" : "\(name)~\(part).html" }
}
