/// JUnit's XML as Jenkins reads it: a suite a file, a case a finding.
///
/// What rejects is a failure, what does not is a skipped case; a file without findings is one case
/// that passes, so that it stays in the total.
struct JUnitRenderer {
  func render(_ report: Report) -> String {
    let groups = Self.groups(report)
    let failures = report.diagnostics.count { $0.severity >= report.rejects }
    let tests = groups.reduce(0) { $0 + max(1, $1.findings.count) }
    var text = """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="pv \(XMLText.escaped(report.command))" tests="\(tests)" failures="\(failures)" errors="0">

      """
    for group in groups { text += Self.suite(group.path, group.findings, report) }
    return text + "</testsuites>\n"
  }

  /// Files in ascending order, each with its findings from top to bottom.
  private static func groups(_ report: Report) -> [(path: String, findings: [Diagnostic])] {
    let findings = Dictionary(grouping: report.diagnostics, by: \.path)
    let paths = report.sources.paths.union(findings.keys)
    return paths.sorted(by: Files.utf8Order).map { ($0, findings[$0] ?? []) }
  }

  private static func suite(_ path: String, _ findings: [Diagnostic], _ report: Report) -> String {
    let name = XMLText.escaped(path)
    let failures = findings.count { $0.severity >= report.rejects }
    var text = """
        <testsuite name="\(name)" tests="\(max(1, findings.count))" failures="\(failures)" errors="0" \
      skipped="\(findings.count - failures)">

      """
    if findings.isEmpty { text += "    <testcase classname=\"\(name)\" name=\"no findings\"/>\n" }
    for finding in findings { text += testCase(finding, name, rejects: finding.severity >= report.rejects) }
    return text + "  </testsuite>\n"
  }

  private static func testCase(_ finding: Diagnostic, _ className: String, rejects: Bool) -> String {
    let element = rejects ? "failure" : "skipped"
    let place = finding.range.map { " at \($0.start.line):\($0.start.column)" } ?? ""
    var lines = ["\(Place.text(finding)): \(finding.severity.rawValue): \(finding.message) [\(finding.rule)]"]
    if let help = finding.help { lines.append("help: \(help)") }
    for related in finding.related {
      lines.append("\(related.path)\(related.range.map { ":\($0.start.line)" } ?? ""): note: \(related.message)")
    }
    let body = lines.map(XMLText.escaped).joined(separator: "\n")
    return """
          <testcase classname="\(className)" name="\(XMLText.escaped(finding.rule + place))">
            <\(element) type="\(finding.severity.rawValue)" message="\(XMLText.escaped(finding.message))">\(body)</\(element)>
          </testcase>

      """
  }
}
