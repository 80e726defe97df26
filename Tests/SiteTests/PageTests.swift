import ContractKit
import XCTest

@testable import Site

/// What pages are made of: text that stays text, tables that are split, numbers that are drawn.
final class PageTests: XCTestCase {
  private static let hostile = "<img src=x onerror=alert(1)> & \"' \u{202E}\u{1B}[31m"

  func testInterpolatedTextIsEscapedAndHTMLIsNot() {
    let part: HTML = "<b>x</b>"
    let html: HTML = "<p title=\"\(Self.hostile)\">\(part) \(3)</p>"
    XCTAssertEqual(
      html.text,
      "<p title=\"&lt;img src=x onerror=alert(1)&gt; &amp; &quot;&#39; \u{FFFD}\u{FFFD}[31m\"><b>x</b> 3</p>")
  }

  func testLongTextsAreCutAndSaySo() {
    let html = HTML.clipped(String(repeating: "ä", count: 25_000)).text
    XCTAssertTrue(html.hasSuffix("ä… (5000 more characters)"))
    XCTAssertEqual(HTML.clipped("short").text, "short")
  }

  /// Whatever a contract says, in whatever place, its text is text.
  func testContractsCannotWriteMarkup() throws {
    let evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    func quoted(_ text: String) -> String { "'\(text)'" }
    let contract = """
      metadata:
        format: pv/1
        version: \(quoted(evil))
        description: \(quoted(evil))
        depends_on: [\(quoted(evil))]
        references:
          - {id: \(quoted(evil)), text: \(quoted(evil)), url: 'javascript:alert(3)'}
      equations:
        \(quoted(evil)):
          formula: \(quoted(evil))
          domain: \(quoted(evil))
          references: [\(quoted(evil))]
          invariants:
            - {id: \(quoted(evil)), statement: \(quoted(evil))}
      falsification_tests:
        - id: \(quoted(evil))
          rule: \(quoted(evil))
          prediction: \(quoted(evil))
          if_fails: \(quoted(evil))
          binds_to: \(quoted(evil))
          test: \(quoted(evil))
          checks: [{metric: \(quoted(evil)), at_most: 1}]
          mutants: [\(quoted(evil))]
          discharge_status: \(quoted(evil))
      gates:
        - {id: \(quoted(evil)), requires: [\(quoted(evil))]}

      """
    let site = try WrittenSite(.contracts(["evil<b>&-v1.yaml": contract], self), self)
    let pages = try site.pages()
    XCTAssertTrue(pages.values.contains { $0.contains("&lt;script&gt;alert(1)&lt;/script&gt;") })
    for (name, page) in pages {
      XCTAssertFalse(page.contains("<script>") || page.contains("<img") || page.contains("<b>&"), name)
      XCTAssertFalse(page.contains("href=\"javascript:"), name)
      XCTAssertEqual(page.components(separatedBy: "<script ").count, 2, name)
      XCTAssertNotNil(name.wholeMatch(of: /[A-Za-z0-9._~-]+/), name)
    }
  }

  /// Two contracts, or falsifiers, of one name have a page each.
  func testEqualNamesHaveDifferentFiles() throws {
    let contract = """
      metadata: {description: one}
      equations: {x: {formula: "y = x"}}
      falsification_tests:
        - {id: FALSIFY-X, rule: a, prediction: b, if_fails: c}
        - {id: falsify-x, rule: a, prediction: b, if_fails: c}

      """
    let site = try WrittenSite(.contracts(["a/x-v1.yaml": contract, "b/x-v1.yaml": contract], self), self)
    let names = try site.names().map { $0.lowercased() }
    XCTAssertEqual(names.filter { $0.hasPrefix("contract-x-v1") }.count, 2)
    XCTAssertEqual(names.filter { $0.hasPrefix("falsifier-") }.count, 4)
    XCTAssertEqual(Set(names).count, names.count)
  }

  /// A table that is too long for a page goes on, row after row, with its head.
  func testLongTablesAreSplit() throws {
    var page = Page(name: "long", title: "Long", section: "long")
    var table = Table("Rows", [.init("name"), .init("number", .number)])
    for index in 0..<9000 { table.add(["row \(index) \(String(repeating: "x", count: 60))", "\(index)"]) }
    page.add("<p>before</p>\n")
    page.add(table)
    page.add("<p>behind</p>\n")
    let parts = page.parts()
    XCTAssertGreaterThan(parts.count, 2)
    for part in parts {
      XCTAssertLessThanOrEqual(part.count, Page.limit)
      XCTAssertEqual(
        part.text.components(separatedBy: "<table").count, part.text.components(separatedBy: "</table>").count)
      XCTAssertTrue(part.text.contains("<caption>"))
    }
    let rows = parts.map(\.text).joined().matches(of: /row (\d+) x/).map { Int($0.1)! }
    XCTAssertEqual(rows, Array(0..<9000))
    XCTAssertTrue(parts[1].text.contains("Rows (continued)"))
    XCTAssertEqual([1, 2].map(page.file), ["long.html", "long~2.html"])
    let layout = Layout(project: "p", places: [])
    let second = layout.html(page, content: parts[1], part: 2, of: parts.count).text
    XCTAssertTrue(
      second.contains("rel=\"prev\" href=\"long.html\"") && second.contains("rel=\"next\" href=\"long~3.html\""))
  }

  /// No page grows with the number of falsifiers.
  func testManyFalsifiersInOneContract() throws {
    let falsifiers = (0..<2500).map {
      "  - {id: FALSIFY-MANY-\($0), rule: 'the result of case \($0) is right', prediction: p, if_fails: f, binds_to: x}\n"
    }.joined()
    let contract =
      "metadata: {description: many}\nequations: {x: {formula: 'y = x'}}\nfalsification_tests:\n\(falsifiers)"
    let site = try WrittenSite(.contracts(["many-v1.yaml": contract], self), self)
    XCTAssertGreaterThan(site.summary.files, 2500)
    XCTAssertLessThan(site.summary.largest, 300_000)
    XCTAssertTrue(try site.names().contains("contract-many-v1~2.html"))
  }

  func testHistogramBinsAreNamedByWhatTheyHold() throws {
    let figure = try XCTUnwrap(
      ULPChart.figure(["0": 5, "1": 4, "2": 3, "none": 1], of: "<code>y</code>", id: "u")?.text)
    XCTAssertTrue(figure.contains("5 at 0, 4 at 1, 3 at 2–3, 1 at not finite"), figure)
    XCTAssertNil(ULPChart.figure(["0": 5], of: "y", id: "u"))
  }

  /// A shade for every number, whatever it is.
  func testHeatMapsTakeAnyNumber() {
    let map = HeatMap(
      rows: [[0, 1e-300, .nan, nil], [.infinity, 1e300, -1, 5]], rowNames: ["a", "b"],
      columnNames: ["c", "d", "e", "f"],
      isLogarithmic: true)
    let svg = map.figure(id: "m", label: "l", caption: "c").text
    XCTAssertEqual(svg.components(separatedBy: "h17v17").count - 1, 7)
  }
}
