/// The ship specification of a project: tables of criteria, each with what proves it.
///
/// A table of criteria has a column `proof`. Its column `status` is written by `pv status --write`. See docs/ship-spec.md.
package struct ShipSpec {
  /// The file's name in the project's folder.
  static let fileName = "ship-spec.md"

  /// A row of a table of criteria.
  package struct Row {
    /// The number of the table, and of the row in it, such as `3.1`.
    package let name: String
    /// Where it stands, counted from 1.
    let line: Int
    /// The first cell as a reader sees it.
    let text: String
    /// The cell with its proofs.
    package let proof: Substring
  }

  /// In the order of the file.
  package let rows: [Row]
  private let lines: [Substring]
  /// For each line of a table of criteria: its cells, and the column of the status where it has one.
  private var tableLines: [Int: (row: MarkdownRow, status: Int?)] = [:]

  /// Reads a document; what stands in fences or in the generated block is no criterion.
  package init(_ document: String) {
    // By scalars: a return and a line feed are one Character.
    lines = document.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { Substring($0) }
    var rows: [Row] = []
    var (isGenerated, tables) = (false, 0)
    var fence: String?
    var columns: (proof: Int, status: Int?)?
    for (index, line) in lines.enumerated() {
      let bare = line.utf8.drop { $0 == UInt8(ascii: " ") }
      if let mark = ["```", "~~~"].first(where: { bare.starts(with: $0.utf8) }), fence == nil || fence == mark {
        fence = fence == nil ? mark : nil
      }
      if line.utf8.starts(with: GeneratedBlock.begin.utf8) { isGenerated = true }
      if line.utf8.starts(with: GeneratedBlock.end.utf8) { isGenerated = false }
      guard fence == nil, !isGenerated, let row = MarkdownRow(line) else {
        columns = nil
        continue
      }
      guard let known = columns else {
        // A header is one by the line that follows.
        let isHeader = lines.indices.contains(index + 1) && MarkdownRow(lines[index + 1])?.isDelimiter == true
        guard isHeader, let proof = Self.column("proof", of: row) else { continue }
        tables += 1
        columns = (proof, Self.column("status", of: row))
        tableLines[index] = (row, columns?.status)
        continue
      }
      tableLines[index] = (row, known.status)
      guard !row.isDelimiter else { continue }
      let number = rows.count { $0.name.hasPrefix("\(tables).") } + 1
      rows.append(
        Row(
          name: "\(tables).\(number)", line: index + 1, text: ProseNumber.plain(String(row.cells.first ?? "")),
          proof: row.cells.indices.contains(known.proof) ? row.cells[known.proof] : ""))
    }
    self.rows = rows
  }

  private static func column(_ name: String, of header: MarkdownRow) -> Int? {
    header.cells.firstIndex { $0.lowercased() == name }
  }

  /// The document with a status in each row, and a column for it where there is none.
  ///
  /// - Parameter statuses: by the row's name.
  func document(_ statuses: [String: String]) -> String {
    let byLine = Dictionary(rows.map { ($0.line - 1, $0.name) }, uniquingKeysWith: { first, _ in first })
    return lines.enumerated().map { index, line in
      guard let (row, column) = tableLines[index] else { return String(line) }
      var cells = row.cells.map(String.init)
      guard let name = byLine[index] else {
        // The header, and the line below it.
        return column == nil ? MarkdownRow.line(cells + [row.isDelimiter ? "---" : "status"]) : String(line)
      }
      let status = statuses[name] ?? ""
      guard let column else { return MarkdownRow.line(cells + [status]) }
      // A row can end before the column does.
      while cells.count <= column { cells.append("") }
      guard cells != row.cells.map(String.init) || cells[column] != status else { return String(line) }
      cells[column] = status
      return MarkdownRow.line(cells)
    }.joined(separator: "\n")
  }
}
