/// One line a finding, as compilers and editors have it: `path:line:column: severity: message [rule]`.
struct ConciseRenderer {
  private let style: TextStyle
  private let verbose: Bool

  init(color: Bool, verbose: Bool = false) {
    style = TextStyle(isOn: color)
    self.verbose = verbose
  }

  func render(_ report: Report) -> String {
    var text: [UInt8] = []
    for diagnostic in report.diagnostics { Self.append(diagnostic, style, to: &text) }
    if verbose { for line in DetailText.lines(report, style) { text += (line + "\n").utf8 } }
    text += (SafeText.line(report.conclusion) + "\n").utf8
    return String(decoding: text, as: UTF8.self)
  }

  /// A finding's line, without its end.
  static func line(_ diagnostic: Diagnostic, _ style: TextStyle) -> String {
    var text: [UInt8] = []
    append(diagnostic, style, to: &text)
    return String(decoding: text.dropLast(), as: UTF8.self)
  }

  /// Appends a finding's line; one text is made of all lines, and none of its own.
  private static func append(_ diagnostic: Diagnostic, _ style: TextStyle, to text: inout [UInt8]) {
    func add(_ part: String) {
      var part = part
      part.withUTF8 { text.append(contentsOf: $0) }
    }
    add(SafeText.line(diagnostic.path))
    if let start = diagnostic.range?.start {
      add(":")
      add(String(start.line))
      add(":")
      add(String(start.column))
    }
    add(": ")
    add(style.severity(diagnostic.severity))
    add(" ")
    add(SafeText.line(diagnostic.message))
    add(" [")
    add(diagnostic.rule)
    add("]\n")
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
