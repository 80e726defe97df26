/// A table of the findings below the conclusion, for a summary page or a comment.
struct MarkdownRenderer {
  func render(_ report: Report) -> String {
    var text = "### pv \(report.command)\n\n\(MarkdownText.escaped(report.conclusion))\n"
    guard !report.diagnostics.isEmpty else { return text }
    text += "\n| severity | place | finding | rule |\n| --- | --- | --- | --- |\n"
    for diagnostic in report.diagnostics {
      var finding = MarkdownText.escaped(diagnostic.message)
      if let help = diagnostic.help { finding += "<br>help: \(MarkdownText.escaped(help))" }
      for related in diagnostic.related {
        let line = related.range.map { ":\($0.start.line)" } ?? ""
        finding += "<br>\(MarkdownText.escaped(related.message)): \(MarkdownText.code(related.path + line))"
      }
      text += """
        | \(diagnostic.severity.rawValue) | \(MarkdownText.code(Place.text(diagnostic))) | \(finding) \
        | `\(diagnostic.rule)` |

        """
    }
    return text
  }
}

/// Text for a cell of a Markdown table.
package enum MarkdownText {
  /// Text on one line; stretches in backticks stay code, everything else is shown as it is written.
  package static func escaped(_ text: String) -> String {
    let parts = SafeText.line(text).split(separator: "`", omittingEmptySubsequences: false).map(String.init)
    // An odd backtick opens nothing, so all of them are text.
    guard parts.count % 2 == 1 else { return parts.map(plain).joined(separator: "\\`") }
    return parts.enumerated().map { $0 % 2 == 0 ? plain($1) : code($1) }.joined()
  }

  /// Text in a code span that no backtick in it can end.
  package static func code(_ text: String) -> String {
    let text = SafeText.line(text)
    guard !text.isEmpty else { return "\\`\\`" }
    var longest = 0
    var run = 0
    for scalar in text.unicodeScalars {
      run = scalar == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    // A blank on either side is dropped by the reader; without it a backtick would join the fence.
    let blank = longest > 0 || text.hasPrefix(" ") && text.hasSuffix(" ") ? " " : ""
    // A `|` would end the table's cell, within code as well.
    return fence + blank + text.replacing("|", with: "\\|") + blank + fence
  }

  private static func plain(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      // Neither a mention nor a link to another repository's issue comes of a contract's text.
      case "@": result += "&#64;"
      case "\\", "*", "_", "[", "]", "|", "~", "#", "$", "!":
        result += "\\"
        result.unicodeScalars.append(scalar)
      default: result.unicodeScalars.append(scalar)
      }
    }
  }
}
