/// A line of a Markdown table, cut into its cells.
package struct MarkdownRow {
  /// The text of each cell, blanks around it left out; `\|` stays as it is written.
  package let cells: [Substring]

  /// Nil where the line is none: a bar is in it, and the ones at its ends can be left out.
  ///
  /// By scalars, as other readers see it: a mark behind a bar, or a return before a line's end, makes no other character of it.
  package init?(_ line: Substring) {
    var body = Self.trimmed(line.unicodeScalars)
    guard body.count > 1, Self.bars(body).first != nil else { return nil }
    if Self.bars(body).last == body.index(before: body.endIndex) { body.removeLast() }
    if body.first == "|" { body.removeFirst() }
    var cells: [Substring] = []
    var start = body.startIndex
    for bar in Self.bars(body) {
      cells.append(Substring(Self.trimmed(body[start..<bar])))
      start = body.index(after: bar)
    }
    self.cells = cells + [Substring(Self.trimmed(body[start...]))]
  }

  /// Where the bars are that separate cells: not those behind a backslash.
  private static func bars(_ text: Substring.UnicodeScalarView) -> [Substring.Index] {
    var isEscaped = false
    return text.indices.filter { index in
      defer { isEscaped = text[index] == "\\" && !isEscaped }
      return text[index] == "|" && !isEscaped
    }
  }

  /// Whether it is the line below a header: hyphens, with colons for the side.
  package var isDelimiter: Bool {
    cells.allSatisfy { cell in
      let bare = cell.drop { $0 == ":" }
      return bare.hasPrefix("-") && bare.allSatisfy { $0 == "-" || $0 == ":" }
    }
  }

  /// A line of cells.
  static func line(_ cells: [some StringProtocol]) -> String { "| \(cells.joined(separator: " | ")) |" }

  private static func trimmed(_ text: Substring.UnicodeScalarView) -> Substring.UnicodeScalarView {
    func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" || scalar == "\r" }
    let body = text.drop(while: isBlank)
    guard let last = body.lastIndex(where: { !isBlank($0) }) else { return body }
    return body[...last]
  }
}
