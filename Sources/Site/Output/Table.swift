/// A table that scrolls in a place of its own, and that a page is split in where it gets too long.
struct Table {
  /// What is in a column.
  enum Kind { case text, number, choice }

  /// A column with its head.
  struct Column {
    let title: HTML
    let kind: Kind

    init(_ title: HTML, _ kind: Kind = .text) { (self.title, self.kind) = (title, kind) }
  }

  /// What the table is of, which screen readers say first.
  let caption: HTML
  let columns: [Column]
  /// One `<tr>` each, made by ``row(_:)``.
  var rows: [HTML]
  /// Whether the script may filter and sort it.
  var isInteractive = true

  init(_ caption: HTML, _ columns: [Column], rows: [HTML] = [], isInteractive: Bool = true) {
    (self.caption, self.columns, self.rows, self.isInteractive) = (caption, columns, rows, isInteractive)
  }

  /// A cell.
  struct Cell: ExpressibleByStringInterpolation {
    let content: HTML
    /// What sorts it where that is not its text; numbers as numbers.
    var key: String?
    /// A class of the style sheet.
    var style: String?

    init(_ content: HTML, key: String? = nil, style: String? = nil) {
      (self.content, self.key, self.style) = (content, key, style)
    }

    init(stringLiteral value: String) { self.init(HTML(value)) }
    init(stringInterpolation: HTML.StringInterpolation) { self.init(HTML(stringInterpolation: stringInterpolation)) }
  }

  /// Adds a row; its first cell is its head.
  mutating func add(_ cells: [Cell]) {
    precondition(cells.count == columns.count, "\(cells.count) cells below \(columns.count) columns")
    // What HTML does without, end tags and quotes around names, is left out: it was an eighth of the site.
    var row: HTML = "<tr>"
    for (index, (cell, column)) in zip(cells, columns).enumerated() {
      var attributes = HTML()
      let styles = [column.kind == .number ? "n" : nil, cell.style].compactMap { $0 }
      if styles.count == 1 { attributes += " class=\(styles[0])" }
      if styles.count > 1 { attributes += " class=\"\(styles.joined(separator: " "))\"" }
      if let key = cell.key { attributes += " data-key=\"\(key)\"" }
      row += index == 0 ? "<th scope=row\(attributes)>\(cell.content)" : "<td\(attributes)>\(cell.content)"
    }
    row += "\n"
    rows.append(row)
  }

  /// All in front of the rows.
  func head(part: Int) -> HTML {
    let heads = columns.map { column -> HTML in
      switch column.kind {
      case .text: "<th scope=\"col\">\(column.title)</th>"
      case .number: "<th scope=\"col\" class=\"n\" data-kind=\"number\">\(column.title)</th>"
      case .choice: "<th scope=\"col\" data-kind=\"choice\">\(column.title)</th>"
      }
    }
    let more: HTML = part > 1 ? " (continued)" : ""
    let marked: HTML = isInteractive ? " data-interactive" : ""
    return """
      <div class="scroll"><table\(marked)><caption>\(caption)\(more)</caption>
      <thead><tr>\(heads)</tr></thead>
      <tbody>

      """
  }

  /// All behind the rows.
  static let end: HTML = "</tbody></table></div>\n"
}
