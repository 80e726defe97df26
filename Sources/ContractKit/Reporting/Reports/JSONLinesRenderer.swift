/// One JSON object a line, for tools that read while it is written: each finding, then the summary.
struct JSONLinesRenderer {
  func render(_ report: Report) -> String {
    var lines = report.diagnostics.map { Self.line("finding", JSONRenderer.finding($0)) }
    lines += report.suppressed.map { Self.line("suppressed", JSONRenderer.suppressed($0)) }
    lines.append(Self.line("summary", JSONRenderer.summary(report)))
    return lines.joined()
  }

  private static func line(_ kind: String, _ value: JSON) -> String {
    var members = value.object ?? [:]
    members["kind"] = .string(kind)
    return String(decoding: JSON.object(members).compactBytes, as: UTF8.self) + "\n"
  }
}
