/// One line a finding, as compilers and editors have it: `path:line:column: severity: message [rule]`.
struct ConciseRenderer {
  private let style: TextStyle
  private let verbose: Bool

  init(color: Bool, verbose: Bool = false) {
    style = TextStyle(isOn: color)
    self.verbose = verbose
  }

  func render(_ report: Report) -> String {
    var text = ""
    for diagnostic in report.diagnostics { Self.append(diagnostic, style, to: &text) }
    if verbose { text += DetailText.lines(report, style).map { $0 + "\n" }.joined() }
    return text + SafeText.line(report.conclusion) + "\n"
  }

  /// A finding's line, without its end.
  static func line(_ diagnostic: Diagnostic, _ style: TextStyle) -> String {
    var text = ""
    append(diagnostic, style, to: &text)
    return String(text.dropLast())
  }

  /// Appends a finding's line; one text is made of all lines, and none of its own.
  private static func append(_ diagnostic: Diagnostic, _ style: TextStyle, to text: inout String) {
    text += SafeText.line(diagnostic.path)
    if let start = diagnostic.range?.start {
      text += ":"
      text += String(start.line)
      text += ":"
      text += String(start.column)
    }
    text += ": "
    text += style.severity(diagnostic.severity)
    text += " "
    text += SafeText.line(diagnostic.message)
    text += " ["
    text += diagnostic.rule
    text += "]\n"
  }
}

/// Where a finding is, as text.
enum Place {
  /// `path:line:column`, or the path alone.
  static func text(_ diagnostic: Diagnostic) -> String {
    SafeText.line(diagnostic.path) + (diagnostic.range.map { ":\($0.start.line):\($0.start.column)" } ?? "")
  }
}

/// What `--verbose` adds to the forms for people.
enum DetailText {
  /// What was judged, then what is suppressed and why.
  static func lines(_ report: Report, _ style: TextStyle) -> [String] {
    report.details.map(SafeText.line)
      + report.suppressed.map { finding in
        "\(Place.text(finding.diagnostic)): \(style.faint("\(finding.origin.word):")) "
          + "\(SafeText.line(finding.diagnostic.message)) [\(finding.diagnostic.rule)]"
          + (finding.origin.reason.map { ": " + SafeText.line($0) } ?? "")
      }
  }
}
