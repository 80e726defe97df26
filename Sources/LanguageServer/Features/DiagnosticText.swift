import ContractKit

/// Findings as the protocol has them.
enum DiagnosticText {
  /// All findings of a file.
  static func all(of path: String, _ server: Server) -> [JSON] {
    let findings = server.workspace.findings(of: path)
    guard !findings.isEmpty else { return [] }
    let lines = server.workspace.lines(of: path) ?? LineTable([])
    return findings.map { json($0, lines, server) }
  }

  /// One finding.
  static func json(_ finding: Diagnostic, _ lines: LineTable, _ server: Server) -> JSON {
    var members: [String: JSON] = [
      "range": range(finding.range, lines, server.encoding).json, "severity": .integer(severity(finding.severity)),
      "code": .string(finding.rule), "source": "pv",
      "message": .string(finding.message + (finding.help.map { "\n\($0)" } ?? "")),
    ]
    if server.capabilities.takesRelatedPlaces, !finding.related.isEmpty {
      members["relatedInformation"] = .array(
        finding.related.compactMap { place in
          location(place.path, place.range, server).map { ["location": $0, "message": .string(place.message)] }
        })
    }
    return .object(members)
  }

  /// The place of a finding; one about the file as a whole is shown at its first character.
  static func range(_ range: SourceRange?, _ lines: LineTable, _ encoding: PositionEncoding) -> TextRange {
    lines.range(of: range?.offsets ?? 0..<0, encoding)
  }

  /// A place in a file of the workspace.
  static func location(_ path: String, _ range: SourceRange?, _ server: Server) -> JSON? {
    guard let lines = server.workspace.lines(of: path) else { return nil }
    return location(path, range?.offsets ?? 0..<0, lines, server)
  }

  static func location(_ path: String, _ offsets: Range<Int>, _ lines: LineTable, _ server: Server) -> JSON {
    [
      "uri": .string(server.workspace.documents[path]?.uri ?? DocumentURI.of(path)),
      "range": lines.range(of: offsets, server.encoding).json,
    ]
  }

  private static func severity(_ severity: Diagnostic.Severity) -> Int {
    switch severity {
    case .error: 1
    case .warning: 2
    case .note: 3
    }
  }
}
