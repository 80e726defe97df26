/// One line a finding, as compilers and editors have it: `path:line:column: severity: message [rule]`.
struct ConciseRenderer {
  private let style: TextStyle

  init(color: Bool) { style = TextStyle(isOn: color) }

  func render(_ report: Report) -> String {
    report.diagnostics.map { diagnostic in
      let place = diagnostic.range.map { ":\($0.start.line):\($0.start.column)" } ?? ""
      return """
        \(SafeText.line(diagnostic.path))\(place): \(style.severity(diagnostic.severity)) \
        \(SafeText.line(diagnostic.message)) [\(diagnostic.rule)]

        """
    }.joined() + SafeText.line(report.conclusion) + "\n"
  }
}
