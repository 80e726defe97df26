/// One line a finding, as compilers and editors have it: `path:line:column: severity: message [rule]`.
struct ConciseRenderer {
  private let style: TextStyle
  private let verbose: Bool

  init(color: Bool, verbose: Bool = false) {
    style = TextStyle(isOn: color)
    self.verbose = verbose
  }

  func render(_ report: Report) -> String {
    (report.diagnostics.map { Self.line($0, style) } + (verbose ? DetailText.lines(report, style) : [])
      + [SafeText.line(report.conclusion)]).map { $0 + "\n" }.joined()
  }

  /// A finding's line, without its end.
  static func line(_ diagnostic: Diagnostic, _ style: TextStyle) -> String {
    "\(Place.text(diagnostic)): \(style.severity(diagnostic.severity)) \(SafeText.line(diagnostic.message)) "
      + "[\(diagnostic.rule)]"
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
