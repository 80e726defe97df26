/// JUnit's XML as Jenkins reads it: a suite a file, a case a finding.
///
/// What rejects is a failure, what does not is a skipped case; a file without findings is one case
/// that passes, so that it stays in the total. A case is named by its rule and the text that it is about, not by a line:
/// servers follow a test by its name from build to build.
struct JUnitRenderer {
  func render(_ report: Report) -> String {
    let groups = Self.groups(report)
    let failures = report.diagnostics.count { $0.severity >= report.rejects }
    let tests = groups.reduce(0) { $0 + max(1, $1.findings.count) }
    var text = """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="pv \(XMLText.escaped(report.command))" tests="\(tests)" failures="\(failures)" errors="0">

      """
    var sources = SourceTexts.Reader(report.sources)
    for group in groups { text += Self.suite(group.path, group.findings, report, &sources) }
    return text + "</testsuites>\n"
  }

  /// Files in ascending order, each with its findings from top to bottom.
  private static func groups(_ report: Report) -> [(path: String, findings: [Diagnostic])] {
    let findings = Dictionary(grouping: report.diagnostics, by: \.path)
    let paths = report.sources.paths.union(findings.keys)
    return paths.sorted(by: Files.utf8Order).map { ($0, findings[$0] ?? []) }
  }

  private static func suite(
    _ path: String, _ findings: [Diagnostic], _ report: Report, _ sources: inout SourceTexts.Reader
  ) -> String {
    let name = XMLText.escaped(path)
    let failures = findings.count { $0.severity >= report.rejects }
    var text = """
        <testsuite name="\(name)" tests="\(max(1, findings.count))" failures="\(failures)" errors="0" \
      skipped="\(findings.count - failures)">

      """
    if findings.isEmpty { text += "    <testcase classname=\"\(name)\" name=\"no findings\"/>\n" }
    var seen: [String: Int] = [:]
    for finding in findings {
      let subject = subject(of: finding, sources.text(path))
      let ordinal = seen[subject, default: 0] + 1
      seen[subject] = ordinal
      text += testCase(
        finding, ordinal == 1 ? subject : "\(subject) (\(ordinal))", name,
        rejects: finding.severity >= report.rejects)
    }
    return text + "  </testsuite>\n"
  }

  /// The rule, and the start of the text under the caret.
  private static func subject(of finding: Diagnostic, _ source: SourceText?) -> String {
    guard let source, let range = finding.range else { return finding.rule }
    let line = source.lineOffsets(range.start.line)
    let end = min(range.offsets.upperBound, line.upperBound)
    let bytes = source.bytes[min(range.offsets.lowerBound, end)..<end].prefix(320)
    let text = String(String(decoding: bytes, as: UTF8.self).unicodeScalars.prefix(80))
    return text.isEmpty ? finding.rule : "\(finding.rule): \(text)"
  }

  private static func testCase(
    _ finding: Diagnostic, _ name: String, _ className: String, rejects: Bool
  ) -> String {
    let element = rejects ? "failure" : "skipped"
    var lines = ["\(Place.text(finding)): \(finding.severity.rawValue): \(finding.message) [\(finding.rule)]"]
    if let help = finding.help { lines.append("help: \(help)") }
    for related in finding.related {
      lines.append("\(related.path)\(related.range.map { ":\($0.start.line)" } ?? ""): note: \(related.message)")
    }
    let body = lines.map(XMLText.escaped).joined(separator: "\n")
    return """
          <testcase classname="\(className)" name="\(XMLText.escaped(name))">
            <\(element) type="\(finding.severity.rawValue)" message="\(XMLText.escaped(finding.message))">\(body)</\(element)>
          </testcase>

      """
  }
}
