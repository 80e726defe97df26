/// One line a finding, as compilers and editors have it: `path:line:column: severity: message [rule]`.
struct ConciseRenderer {
  private let style: TextStyle
  private let verbose: Bool

  init(color: Bool, verbose: Bool = false) {
    style = TextStyle(isOn: color)
    self.verbose = verbose
  }

  func render(_ report: Report) -> String {
    // Most lines are shorter.
    var text = GrowingBuffer<UInt8>(capacity: 160 * report.diagnostics.count)
    for diagnostic in report.diagnostics {
      Self.append(diagnostic, style, to: &text)
      text.append("\n")
    }
    if verbose { for line in DetailText.lines(report, style) { text.append(line + "\n") } }
    text.append(SafeText.line(report.conclusion) + "\n")
    return String(decoding: text.elements, as: UTF8.self)
  }

  /// A finding's line, without its end.
  static func line(_ diagnostic: Diagnostic, _ style: TextStyle) -> String {
    var text = GrowingBuffer<UInt8>(capacity: 160)
    append(diagnostic, style, to: &text)
    return String(decoding: text.elements, as: UTF8.self)
  }

  private static func append(_ diagnostic: Diagnostic, _ style: TextStyle, to text: inout GrowingBuffer<UInt8>) {
    text.append(SafeText.line(diagnostic.path))
    if let start = diagnostic.range?.start {
      text.append(":")
      text.append(String(start.line))
      text.append(":")
      text.append(String(start.column))
    }
    text.append(": ")
    text.append(style.severity(diagnostic.severity))
    text.append(" ")
    text.append(SafeText.line(diagnostic.message))
    text.append(" [")
    text.append(diagnostic.rule)
    text.append("]")
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
