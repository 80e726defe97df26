import XCTest

import ContractKit

final class ReportTests: XCTestCase {
  private let text = "metadata: 1\nσ日e\u{301}: {domian: x}\n"

  private func report() -> Report {
    let source = SourceText(path: "a.yaml", bytes: Array(text.utf8))
    let start = text.utf8.firstRange(of: "domian".utf8).map {
      text.utf8.distance(from: text.startIndex, to: $0.lowerBound)
    }!
    let range = source.range(start..<start + 6)
    let other = source.range(0..<8)
    return Report(
      command: "validate",
      diagnostics: [
        Diagnostic(
          rule: "near-miss-key", severity: .error, message: "no key `domian`", path: "a.yaml", range: range,
          help: "did you mean `domain`?", related: [.init(message: "first", path: "a.yaml", range: other)]),
        Diagnostic(rule: "path-not-found", severity: .warning, message: "gone\u{1B}[2J", path: "b\n.yaml"),
      ], denominators: [.init("contracts", 2)], outcome: .rejected, conclusion: "rejected: 2 contracts",
      sources: ["a.yaml": source])
  }

  func testHumanPutsTheCaretByDisplayWidth() {
    XCTAssertEqual(
      ReportFormat.human.render(report()),
      """
      a.yaml:2:8: error: no key `domian` [near-miss-key]
          2 | σ日e\u{301}: {domian: x}
            |        ^~~~~~
        help: did you mean `domain`?
        a.yaml:1:1: note: first
          1 | metadata: 1
            | ^~~~~~~~

      b .yaml: warning: gone\u{FFFD}[2J [path-not-found]

      rejected: 2 contracts

      """)
  }

  func testConcise() {
    XCTAssertEqual(
      ReportFormat.concise.render(report()),
      """
      a.yaml:2:8: error: no key `domian` [near-miss-key]
      b .yaml: warning: gone\u{FFFD}[2J [path-not-found]
      rejected: 2 contracts

      """)
  }

  func testJSONCountsWhatThereIs() {
    let json = ReportFormat.json.render(report())
    XCTAssertTrue(json.contains("\"errors\": 1"))
    XCTAssertTrue(json.contains("\"warnings\": 1"))
    XCTAssertTrue(json.contains("\"exit_code\": 1"))
    XCTAssertTrue(json.contains("\"column\": 8"))
    XCTAssertTrue(json.contains("\"schema\": \"pv-report/1\""))
  }

  func testColorOnlyWhereItIsWanted() {
    XCTAssertTrue(ReportFormat.human.render(report(), color: true).contains("\u{1B}[1;31merror:"))
    XCTAssertTrue(TextStyle.isWanted(environment: [:], isTerminal: true))
    XCTAssertFalse(TextStyle.isWanted(environment: [:], isTerminal: false))
    XCTAssertFalse(TextStyle.isWanted(environment: ["NO_COLOR": "1", "CLICOLOR_FORCE": "1"], isTerminal: true))
    XCTAssertTrue(TextStyle.isWanted(environment: ["CLICOLOR_FORCE": "1"], isTerminal: false))
    XCTAssertFalse(TextStyle.isWanted(environment: ["CLICOLOR_FORCE": "0"], isTerminal: false))
    XCTAssertFalse(TextStyle.isWanted(environment: ["TERM": "dumb"], isTerminal: true))
  }

  func testLongLinesAreCutAroundTheCaret() {
    let line = String(repeating: "x", count: 5000) + "HERE" + String(repeating: "y", count: 5000)
    let source = SourceText(path: "a", bytes: Array(line.utf8))
    let excerpt = Excerpt(source, source.range(5000..<5004))
    XCTAssertLessThan(excerpt.line.count, 200)
    let start = excerpt.line.firstRange(of: "HERE")!.lowerBound
    XCTAssertEqual(excerpt.line.distance(from: excerpt.line.startIndex, to: start), excerpt.caret.count - 4)
  }

  func testSuggestions() {
    XCTAssertEqual(Suggestion.nearest(to: "domian", among: ["domain", "formula"]), "domain")
    XCTAssertEqual(Suggestion.nearest(to: "binds-to", among: ["binds_to"]), "binds_to")
    XCTAssertEqual(Suggestion.nearest(to: "falsification_test", among: ["falsification_tests"]), "falsification_tests")
    XCTAssertNil(Suggestion.nearest(to: "notes", among: ["domain", "rule"]))
    XCTAssertNil(Suggestion.nearest(to: "id", among: ["is"]))
  }

  func testDaysOfTheCalendar() {
    XCTAssertEqual(CalendarDate(secondsSince1970: 0).description, "1970-01-01")
    XCTAssertEqual(CalendarDate(secondsSince1970: -1).description, "1969-12-31")
    XCTAssertEqual(CalendarDate(secondsSince1970: 951_782_400).description, "2000-02-29")
    XCTAssertEqual(CalendarDate(secondsSince1970: 1_782_864_000).description, "2026-07-01")
  }
}
