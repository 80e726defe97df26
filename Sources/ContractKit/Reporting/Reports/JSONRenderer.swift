/// The report as one JSON object, in the canonical form; `schema` names its version.
package struct JSONRenderer {
  static let schema = "pv-report/1"

  func render(_ report: Report) -> String {
    var members = Self.summary(report).object ?? [:]
    members["findings"] = .array(report.diagnostics.map(Self.finding))
    members["suppressed"] = .array(report.suppressed.map(Self.suppressed))
    if let keys = report.unknownKeys { members["unknown_keys"] = .object(keys.mapValues(JSON.integer)) }
    return String(decoding: JSON.object(members).canonicalBytes, as: UTF8.self)
  }

  /// Everything but the findings.
  static func summary(_ report: Report) -> JSON {
    .object([
      "schema": .string(schema), "command": .string(report.command),
      "exit_code": .integer(Int(report.outcome.rawValue)),
      "summary": .object(.init(uniqueKeysWithValues: report.counts.map { ($0.key, .integer($0.value)) })),
    ])
  }

  /// A finding that does not weigh, with who answers for it.
  static func suppressed(_ finding: SuppressedFinding) -> JSON {
    var members = Self.finding(finding.diagnostic).object ?? [:]
    switch finding.origin {
    case .comment(let reason, let until):
      members["suppressed_by"] = .string("comment")
      members["reason"] = .string(reason)
      members["until"] = .string("\(until)")
    case .baseline: members["suppressed_by"] = .string("baseline")
    }
    return .object(members)
  }

  /// One finding as a JSON object.
  package static func finding(_ diagnostic: Diagnostic) -> JSON {
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
