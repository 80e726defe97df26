/// Findings with the line that they are about and a caret under the exact key or value.
struct HumanRenderer {
  private let style: TextStyle
  private let verbose: Bool

  init(color: Bool, verbose: Bool = false) {
    style = TextStyle(isOn: color)
    self.verbose = verbose
  }

  func render(_ report: Report) -> String {
    var text = ""
    var sources = SourceTexts.Reader(report.sources)
    for diagnostic in report.diagnostics {
      text += block(diagnostic, &sources) + "\n"
    }
    if verbose { text += DetailText.lines(report, style).map { $0 + "\n" }.joined() }
    return text + style.bold(SafeText.line(report.conclusion)) + "\n"
  }

  private func block(_ diagnostic: Diagnostic, _ sources: inout SourceTexts.Reader) -> String {
    var text = headline(
      diagnostic.path, diagnostic.range, style.severity(diagnostic.severity), diagnostic.message)
    text += " " + style.faint("[\(diagnostic.rule)]") + "\n"
    text += excerpt(diagnostic.path, diagnostic.range, &sources)
    if let help = diagnostic.help { text += "  \(style.help("help:")) \(SafeText.line(help))\n" }
    for related in diagnostic.related {
      text += "  " + headline(related.path, related.range, style.faint("note:"), related.message) + "\n"
      text += excerpt(related.path, related.range, &sources)
    }
    return text
  }

  private func headline(_ path: String, _ range: SourceRange?, _ severity: String, _ message: String) -> String {
    let place = range.map { ":\($0.start.line):\($0.start.column)" } ?? ""
    return "\(style.bold(SafeText.line(path) + place + ":")) \(severity) \(SafeText.line(message))"
  }

  private func excerpt(_ path: String, _ range: SourceRange?, _ sources: inout SourceTexts.Reader) -> String {
    guard let range, let source = sources.text(path) else { return "" }
    let number = String(range.start.line)
    let margin = String(repeating: " ", count: max(5, number.utf8.count + 1))
    let excerpt = Excerpt(source, range)
    let padding = String(repeating: " ", count: margin.utf8.count - number.utf8.count)
    return """
      \(padding)\(style.faint("\(number) |")) \(excerpt.line)
      \(margin)\(style.faint(" |")) \(style.caret(excerpt.caret))

      """
  }
}

/// One line of a source with the caret under a stretch of it, cut to a width that fits a terminal.
package struct Excerpt {
  package let line: String
  package let caret: String

  /// Columns around the stretch that are shown.
  static let width = 140

  /// Bytes on either side that are looked at.
  private static let limit = 1024

  /// The first byte of a scalar at or behind an offset.
  private static func boundary(in source: SourceText, from offset: Int) -> Int {
    var offset = max(0, offset)
    while offset < source.bytes.count && source.bytes[offset] & 0xC0 == 0x80 { offset += 1 }
    return offset
  }

  package init(_ source: SourceText, _ range: SourceRange) {
    let offsets = source.lineOffsets(range.start.line)
    let start = min(max(range.start.offset, offsets.lowerBound), offsets.upperBound)
    let end = min(max(range.end.offset, start), offsets.upperBound)
    func text(_ range: Range<Int>) -> String {
      SafeText.excerpt(String(decoding: source.bytes[range], as: UTF8.self))
    }
    // More bytes than a terminal can show are not even decoded: a file may be one long line.
    // Bytes that are no UTF-8 can have no boundary before the stretch.
    let first = min(start, max(offsets.lowerBound, Self.boundary(in: source, from: start - Self.limit)))
    var before = (first > offsets.lowerBound ? "…" : "") + text(first..<start)
    let marked = text(start..<min(end, max(start, Self.boundary(in: source, from: start + Self.limit))))
    var after = text(end..<min(offsets.upperBound, max(end, Self.boundary(in: source, from: end + Self.limit))))
    let shownMark = DisplayWidth.prefix(marked, width: Self.width)
    if DisplayWidth.of(before) + DisplayWidth.of(shownMark) > Self.width {
      before = "…" + DisplayWidth.suffix(before, width: max(20, Self.width - DisplayWidth.of(shownMark)))
    }
    let rest = max(20, Self.width - DisplayWidth.of(before) - DisplayWidth.of(shownMark))
    if shownMark.unicodeScalars.count < marked.unicodeScalars.count {
      after = "…"
    } else if DisplayWidth.of(after) > rest {
      after = DisplayWidth.prefix(after, width: rest) + "…"
    }
    line = before + shownMark + after
    caret =
      String(repeating: " ", count: DisplayWidth.of(before)) + "^"
      + String(repeating: "~", count: max(0, DisplayWidth.of(shownMark) - 1))
  }
}
