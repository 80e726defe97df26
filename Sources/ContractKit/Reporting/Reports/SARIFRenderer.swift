/// SARIF 2.1.0, for code scanning and editors.
package struct SARIFRenderer {
  /// The name of the folder that relative paths start from, as CodeQL and GitHub have it.
  private static let root = "%SRCROOT%"
  static let schema = "https://json.schemastore.org/sarif-2.1.0.json"

  func render(_ report: Report) -> String {
    let all = report.diagnostics + report.suppressed.map(\.diagnostic)
    let rules = Set(all.map(\.rule)).sorted(by: Files.utf8Order)
    let indices = Dictionary(uniqueKeysWithValues: rules.enumerated().map { ($1, $0) })
    let fingerprints = Fingerprint.all(of: all, sources: report.sources) { $0 }
    let origins: [SuppressedFinding.Origin?] =
      report.diagnostics.map { _ in nil } + report.suppressed.map(\.origin)
    let fixes = SARIFFixes(report)
    let hasRoot = report.root != nil
    let results = zip(zip(all, origins), fingerprints).map { pair, fingerprint in
      Self.result(pair.0, indices[pair.0.rule]!, fingerprint, pair.1, fixes.members(of: pair.0), hasRoot: hasRoot)
    }
    var run: [String: JSON] = [
      "tool": .object(["driver": Self.driver(rules)]), "columnKind": .string("unicodeCodePoints"),
      "invocations": .array([
        .object([
          "executionSuccessful": .bool(report.outcome != .internalError),
          "exitCode": .integer(Int(report.outcome.rawValue)),
        ])
      ]), "results": .array(results),
      "properties": .object([
        "command": .string(report.command),
        "summary": .object(.init(uniqueKeysWithValues: report.counts.map { ($0.key, .integer($0.value)) })),
      ]),
    ]
    if let root = report.root {
      let folder = root.hasSuffix("/") ? root : root + "/"
      run["originalUriBaseIds"] = .object([Self.root: .object(["uri": .string(Self.uri(folder))])])
    }
    let log = JSON.object([
      "$schema": .string(Self.schema), "version": .string("2.1.0"),
      "runs": .array([.object(run)]),
    ])
    return String(decoding: log.canonicalBytes, as: UTF8.self)
  }

  private static func driver(_ ids: [String]) -> JSON {
    .object([
      "name": .string("pv"), "semanticVersion": .string(ProgramVersion.current),
      "version": .string(ProgramVersion.current),
      "rules": .array(
        ids.map { id in
          var members: [String: JSON] = ["id": .string(id)]
          if let rule = RuleCatalogue.rule(id) {
            members["shortDescription"] = message(rule.reason)
            members["help"] = message(RuleText.explanation(rule))
            members["defaultConfiguration"] = .object(["level": level(rule.severity.severity(strict: true))])
            members["properties"] = .object(["stage": .string(rule.stage.rawValue)])
          }
          return .object(members)
        }),
    ])
  }

  private static func result(
    _ diagnostic: Diagnostic, _ index: Int, _ fingerprint: String, _ origin: SuppressedFinding.Origin?,
    _ fixes: JSON?, hasRoot: Bool
  ) -> JSON {
    var text = diagnostic.message
    // Viewers show the message alone, so what to do about it belongs there.
    if let help = diagnostic.help { text += "\nhelp: \(help)" }
    var members: [String: JSON] = [
      "ruleId": .string(diagnostic.rule), "ruleIndex": .integer(index), "level": level(diagnostic.severity),
      "message": message(text), "locations": .array([location(diagnostic.path, diagnostic.range, hasRoot)]),
      "partialFingerprints": .object([Fingerprint.name: .string(fingerprint)]),
    ]
    members["fixes"] = fixes
    if !diagnostic.related.isEmpty {
      members["relatedLocations"] = .array(
        diagnostic.related.enumerated().map { position, related in
          var place = location(related.path, related.range, hasRoot).object ?? [:]
          place["id"] = .integer(position + 1)
          place["message"] = message(related.message)
          return .object(place)
        })
    }
    switch origin {
    case .comment:
      members["suppressions"] = .array([
        .object(["kind": .string("inSource"), "justification": .string(origin?.reason ?? "")])
      ])
    case .baseline:
      members["suppressions"] = .array([
        .object(["kind": .string("external"), "justification": .string("in the baseline")])
      ])
    case nil: break
    }
    return .object(members)
  }

  private static func location(_ path: String, _ range: SourceRange?, _ hasRoot: Bool) -> JSON {
    var physical = ["artifactLocation": artifact(path, hasRoot)]
    if let range { physical["region"] = region(range) }
    return .object(["physicalLocation": .object(physical)])
  }

  /// A file, from the run's root where it has one and the file lies below it.
  static func artifact(_ path: String, _ hasRoot: Bool) -> JSON {
    var members: [String: JSON] = ["uri": .string(uri(path))]
    if hasRoot && !path.hasPrefix("/") { members["uriBaseId"] = .string(root) }
    return .object(members)
  }

  static func region(_ range: SourceRange) -> JSON {
    .object([
      "startLine": .integer(range.start.line), "startColumn": .integer(range.start.column),
      "endLine": .integer(range.end.line), "endColumn": .integer(range.end.column),
      "byteOffset": .integer(range.offsets.lowerBound), "byteLength": .integer(range.offsets.count),
    ])
  }

  static func message(_ text: String) -> JSON { .object(["text": .string(text)]) }

  private static func level(_ severity: Diagnostic.Severity) -> JSON { .string(severity.rawValue) }

  /// A path as a URI reference: `file:` for an absolute one, else relative to the run's root.
  package static func uri(_ path: String) -> String {
    let encoded = path.utf8.reduce(into: "") { result, byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"), UInt8(ascii: "/"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        result += digits.utf8.count == 1 ? "%0" + digits : "%" + digits
      }
    }
    return path.hasPrefix("/") ? "file://" + encoded : encoded
  }
}
