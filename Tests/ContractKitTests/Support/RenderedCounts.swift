import ContractKit
import Foundation
import XCTest

/// The findings that a rendered report shows, by severity, counted from its text alone.
struct RenderedCounts: Equatable {
  var errors = 0
  var warnings = 0
  var notes = 0
  /// Findings that do not weigh; nil where the form does not show them.
  var suppressed: Int?

  init(_ report: Report) {
    for finding in report.diagnostics { add(finding.severity.rawValue) }
    suppressed = report.suppressed.count
  }

  /// What a form's text shows; each form is read by means that know nothing of its renderer.
  init(reading text: String, _ format: ReportFormat) throws {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    switch format {
    case .human, .concise:
      for line in lines where !line.hasPrefix(" ") {
        add(line.firstMatch(of: /^\S+?(:\d+:\d+)?: (error|warning|note): .* \[[a-z0-9-]+\]$/).map { String($0.2) })
      }
    case .github:
      for line in lines {
        add(line.firstMatch(of: /^::(error|warning|notice) file=/).map { String($0.1) })
        add(line.firstMatch(of: /^- \S+?(:\d+:\d+)?: (error|warning|note): .* \[[a-z0-9-]+\]$/).map { String($0.2) })
      }
    case .markdown:
      for line in lines { add(line.firstMatch(of: /^\| (error|warning|note) \|/).map { String($0.1) }) }
    case .json:
      let object = try XCTUnwrap(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
      for finding in try XCTUnwrap(object["findings"] as? [[String: Any]]) { add(finding["severity"] as? String) }
      suppressed = (object["suppressed"] as? [Any])?.count
    case .jsonl:
      suppressed = 0
      for line in lines where !line.isEmpty {
        let object = try XCTUnwrap(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        switch object["kind"] as? String {
        case "finding": add(object["severity"] as? String)
        case "suppressed": suppressed! += 1
        default: XCTAssertEqual(object["kind"] as? String, "summary")
        }
      }
    case .sarif:
      let object = try XCTUnwrap(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
      let run = try XCTUnwrap((object["runs"] as? [[String: Any]])?.first)
      suppressed = 0
      for result in try XCTUnwrap(run["results"] as? [[String: Any]]) {
        if result["suppressions"] == nil { add(result["level"] as? String) } else { suppressed! += 1 }
      }
    case .junit:
      for element in try XMLElements(text).all where element.name == "failure" || element.name == "skipped" {
        add(element.attributes["type"])
      }
    }
  }

  private mutating func add(_ severity: String?) {
    switch severity {
    case "error": errors += 1
    case "warning": warnings += 1
    case "note", "notice": notes += 1
    default: break
    }
  }
}
