/// A line of a Markdown table, cut into its cells.
struct MarkdownRow {
  /// The text of each cell, blanks around it left out; `\|` stays as it is written.
  let cells: [Substring]

  /// Nil where the line is none: it begins and ends with `|`.
  init?(_ line: Substring) {
    guard line.first == "|", line.count > 1, line.last == "|" else { return nil }
    var cells: [Substring] = []
    var start = line.index(after: line.startIndex)
    var isEscaped = false
    for index in line.indices.dropFirst() {
      if line[index] == "|" && !isEscaped {
        cells.append(Self.trimmed(line[start..<index]))
        start = line.index(after: index)
      }
      isEscaped = line[index] == "\\" && !isEscaped
    }
    // The last sign was an escaped one, so that the row has no end.
    guard start == line.endIndex else { return nil }
    self.cells = cells
  }

  /// Whether it is the line below a header: hyphens, with colons for the side.
  var isDelimiter: Bool {
    cells.allSatisfy { cell in
      let bare = cell.drop { $0 == ":" }
      return bare.hasPrefix("-") && bare.allSatisfy { $0 == "-" || $0 == ":" }
    }
  }

  /// A line of cells.
  static func line(_ cells: [some StringProtocol]) -> String { "| \(cells.joined(separator: " | ")) |" }

  private static func trimmed(_ text: Substring) -> Substring {
    let body = text.drop { $0 == " " || $0 == "\t" }
    guard let last = body.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return body }
    return body[...last]
  }
}
