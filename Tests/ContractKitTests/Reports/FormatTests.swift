import Foundation
import XCTest

import ContractKit

/// What the forms for other programs must look like, whatever the findings are.
final class FormatTests: XCTestCase {
  /// The members that SARIF 2.1.0 demands, and the constraints of its schema on those that are used.
  func testSARIFIsAsItsSchemaWantsIt() throws {
    let text = ReportFormat.sarif.render(SampleReport.report())
    let log = try XCTUnwrap(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    XCTAssertEqual(log["version"] as? String, "2.1.0")
    let run = try XCTUnwrap((log["runs"] as? [[String: Any]])?.first)
    XCTAssertEqual(run["columnKind"] as? String, "unicodeCodePoints")
    let driver = try XCTUnwrap((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
    XCTAssertEqual(driver["name"] as? String, "pv")
    XCTAssertEqual(driver["version"] as? String, ProgramVersion.current)
    XCTAssertNotNil(SemanticVersion(ProgramVersion.current))
    let rules = try XCTUnwrap(driver["rules"] as? [[String: Any]]).map { $0["id"] as? String }
    XCTAssertEqual(Set(rules).count, rules.count)
    for result in try XCTUnwrap(run["results"] as? [[String: Any]]) {
      XCTAssertEqual(rules[try XCTUnwrap(result["ruleIndex"] as? Int)], result["ruleId"] as? String)
      XCTAssertTrue(["error", "warning", "note"].contains(try XCTUnwrap(result["level"] as? String)))
      XCTAssertNotNil((result["message"] as? [String: Any])?["text"] as? String)
      let places =
        (result["locations"] as? [[String: Any]] ?? []) + (result["relatedLocations"] as? [[String: Any]] ?? [])
      XCTAssertFalse(places.isEmpty)
      for place in places {
        let physical = try XCTUnwrap(place["physicalLocation"] as? [String: Any])
        let uri = try XCTUnwrap((physical["artifactLocation"] as? [String: Any])?["uri"] as? String)
        XCTAssertNotNil(uri.wholeMatch(of: /([A-Za-z0-9\-._~\/]|%[0-9A-F]{2}|file:\/\/)+/), uri)
        guard let region = physical["region"] as? [String: Int] else { continue }
        XCTAssertGreaterThanOrEqual(region["startLine"]!, 1)
        XCTAssertGreaterThanOrEqual(region["startColumn"]!, 1)
        XCTAssertGreaterThanOrEqual(region["endLine"]!, region["startLine"]!)
        XCTAssertGreaterThanOrEqual(region["endColumn"]!, 1)
      }
    }
  }

  func testSARIFColumnsCountScalars() throws {
    let text = ReportFormat.sarif.render(SampleReport.report())
    // `σ日e◌́: {domian`: the key starts at the eighth scalar, the tenth UTF-16 unit at the latest.
    XCTAssertTrue(text.contains("\"startColumn\": 8"), text)
  }

  func testPathsAreURIs() {
    XCTAssertEqual(SARIFRenderer.uri("contracts/a b.yaml"), "contracts/a%20b.yaml")
    XCTAssertEqual(SARIFRenderer.uri("/work/é:#.yaml"), "file:///work/%C3%A9%3A%23.yaml")
  }

  /// Elements, parents and attributes that the schema of Jenkins' xUnit plugin knows.
  func testJUnitIsAsJenkinsReadsIt() throws {
    let known: [String: (parent: String?, required: Set<String>, allowed: Set<String>)] = [
      "testsuites": (nil, [], ["name", "time", "tests", "failures", "errors"]),
      "testsuite": ("testsuites", ["name", "tests", "failures", "errors"], ["skipped"]),
      "testcase": ("testsuite", ["name"], ["classname", "time"]), "failure": ("testcase", [], ["type", "message"]),
      "skipped": ("testcase", [], ["type", "message"]),
    ]
    let elements = try XMLElements(ReportFormat.junit.render(SampleReport.report())).all
    for element in elements {
      let shape = try XCTUnwrap(known[element.name], element.name)
      XCTAssertEqual(element.parent, shape.parent)
      XCTAssertTrue(shape.required.isSubset(of: element.attributes.keys), element.name)
      XCTAssertTrue(shape.required.union(shape.allowed).isSuperset(of: element.attributes.keys), element.name)
    }
    let suites = elements.filter { $0.name == "testsuite" }
    func sum(_ key: String) -> Int { suites.compactMap { $0.attributes[key].flatMap(Int.init) }.reduce(0, +) }
    XCTAssertEqual(sum("tests"), elements.count { $0.name == "testcase" })
    XCTAssertEqual(sum("failures"), elements.count { $0.name == "failure" })
    XCTAssertEqual(sum("skipped"), elements.count { $0.name == "skipped" })
    XCTAssertEqual(suites.count, 3, "a file without findings stays in the total")
  }

  func testJUnitFailsWhatRejects() throws {
    let warning = Diagnostic(rule: "test-name", severity: .warning, message: "w", path: "a.yaml")
    for (rejects, failures) in [(Diagnostic.Severity.error, "0"), (.warning, "1")] {
      let report = Report(
        command: "validate", diagnostics: [warning], denominators: [], outcome: .accepted, conclusion: "",
        sources: [:], rejects: rejects)
      XCTAssertEqual(try XMLElements(ReportFormat.junit.render(report)).all[0].attributes["failures"], failures)
    }
  }

  func testGitHubCapsAndSaysSo() {
    let findings = (1...23).map { number in
      Diagnostic(
        rule: "test-name", severity: number % 2 == 0 ? .warning : .error, message: "finding \(number)", path: "a.yaml")
    }
    let report = Report(
      command: "validate", diagnostics: findings, denominators: [], outcome: .rejected, conclusion: "rejected",
      sources: [:])
    let lines = ReportFormat.github.render(report).split(separator: "\n")
    XCTAssertEqual(lines.count { $0.hasPrefix("::error ") }, 10)
    XCTAssertEqual(lines.count { $0.hasPrefix("::warning ") }, 10)
    XCTAssertEqual(
      lines[20], "GitHub shows 10 annotations of each severity a step; 3 further findings without one:")
    XCTAssertEqual(lines.last, "pv: rejected")
  }

  func testMarkdownCodeCannotBeEnded() {
    XCTAssertEqual(MarkdownText.code("a`|b"), "`` a`\\|b ``")
    XCTAssertEqual(MarkdownText.escaped("`a|b` <c> `d"), "\\`a\\|b\\` &lt;c&gt; \\`d")
    XCTAssertEqual(MarkdownText.escaped("no key `a|b`"), "no key `a\\|b`")
  }
}
