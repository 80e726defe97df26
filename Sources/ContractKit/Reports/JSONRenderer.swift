/// The report as one JSON object, in the canonical form; `schema` names its version.
struct JSONRenderer {
  static let schema = "pv-report/1"

  func render(_ report: Report) -> String {
    let counts = Dictionary(uniqueKeysWithValues: report.counts.map { ($0.key, JSON.integer($0.value)) })
    let value = JSON.object([
      "schema": .string(Self.schema), "command": .string(report.command),
      "exit_code": .integer(Int(report.outcome.rawValue)), "summary": .object(counts),
      "findings": .array(report.diagnostics.map(Self.finding)),
    ])
    return String(decoding: value.canonicalBytes, as: UTF8.self)
  }

  /// One finding as a JSON object.
  static func finding(_ diagnostic: Diagnostic) -> JSON {
    var members = place(diagnostic.path, diagnostic.range)
    members["rule"] = .string(diagnostic.rule)
    members["severity"] = .string(diagnostic.severity.rawValue)
    members["message"] = .string(diagnostic.message)
    members["help"] = diagnostic.help.map(JSON.string) ?? .null
    members["related"] = .array(
      diagnostic.related.map { related in
        var members = place(related.path, related.range)
        members["message"] = .string(related.message)
        return .object(members)
      })
    return .object(members)
  }

  private static func place(_ path: String, _ range: SourceRange?) -> [String: JSON] {
    func position(_ position: SourcePosition) -> JSON {
      .object([
        "line": .integer(position.line), "column": .integer(position.column), "offset": .integer(position.offset),
      ])
    }
    return [
      "path": .string(path), "start": range.map { position($0.start) } ?? .null,
      "end": range.map { position($0.end) } ?? .null,
    ]
  }
}
