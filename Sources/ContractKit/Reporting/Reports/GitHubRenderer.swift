/// Annotations of GitHub Actions, and plain lines for what GitHub would not show.
struct GitHubRenderer {
  /// GitHub keeps ten annotations of each severity a step and drops the rest in silence.
  static let limit = 10

  func render(_ report: Report) -> String {
    var annotated: [Diagnostic.Severity: Int] = [:]
    var rest: [Diagnostic] = []
    var lines: [String] = []
    for diagnostic in report.diagnostics {
      annotated[diagnostic.severity, default: 0] += 1
      if annotated[diagnostic.severity, default: 0] > Self.limit {
        rest.append(diagnostic)
      } else {
        lines.append(Self.annotation(diagnostic))
      }
    }
    if !rest.isEmpty {
      lines.append(
        "GitHub shows \(Self.limit) annotations of each severity a step; "
          + "\(Plural.count(rest.count, "further finding")) without one:")
      lines += rest.map { Self.plain("- " + ConciseRenderer.line($0, TextStyle(isOn: false))) }
    }
    lines.append(Self.plain("pv: \(SafeText.line(report.conclusion))"))
    return lines.map { $0 + "\n" }.joined()
  }

  private static func annotation(_ diagnostic: Diagnostic) -> String {
    var properties = [("file", SafeText.line(diagnostic.path))]
    if let range = diagnostic.range {
      properties.append(("line", "\(range.start.line)"))
      // GitHub refuses columns of a stretch over several lines.
      if range.end.line == range.start.line {
        properties.append(("col", "\(range.start.column)"))
        properties.append(("endColumn", "\(max(range.start.column, range.end.column - 1))"))
      } else {
        properties.append(("endLine", "\(range.end.line)"))
      }
    }
    properties.append(("title", "pv \(diagnostic.rule)"))
    var message = SafeText.line(diagnostic.message)
    if let help = diagnostic.help { message += "\nhelp: \(SafeText.line(help))" }
    for related in diagnostic.related {
      let line = related.range.map { ":\($0.start.line)" } ?? ""
      message += "\n\(SafeText.line(related.path))\(line): \(SafeText.line(related.message))"
    }
    let list = properties.map { "\($0.0)=\(property($0.1))" }.joined(separator: ",")
    return "::\(command(diagnostic.severity)) \(list)::\(data(message))"
  }

  private static func command(_ severity: Diagnostic.Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .note: "notice"
    }
  }

  /// Text after the `::` of a workflow command.
  private static func data(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "%": result += "%25"
      case "\r": result += "%0D"
      case "\n": result += "%0A"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }

  /// A property's value, in which `:` and `,` would end it.
  private static func property(_ text: String) -> String {
    data(text).unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case ":": result += "%3A"
      case ",": result += "%2C"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }

  /// A line that the runner must not take for a command: it reads `##[` anywhere.
  private static func plain(_ line: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in line.unicodeScalars {
      if scalar == "[", result.suffix(2).elementsEqual("##".unicodeScalars) { result.append(" ") }
      result.append(scalar)
    }
    return String(result)
  }
}
