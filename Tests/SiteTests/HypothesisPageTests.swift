import ContractKit
import XCTest

@testable import Site

/// The page of hypotheses: the tree, the states that `pv hypotheses` derives, and the next step.
final class HypothesisPageTests: XCTestCase {
  private static let contract = """
    metadata: {description: one}
    equations: {x: {formula: "y = x"}}
    falsification_tests:
      - {id: FALSIFY-X, rule: a, prediction: b, if_fails: c}
    hypotheses:
      - id: H-ROOT
        question: "Why <b>?"
        statement: "the root"
        opened: 2026-01-01
        closed: 2026-03-01
        predicts: [{falsifier: FALSIFY-X, check: cosine, outcome: passes}]
      - id: H-BELOW
        question: "Why <b>?"
        statement: "below it"
        refines: H-ROOT
        opened: 2026-02-01
        predicts: [{falsifier: FALSIFY-X, check: cosine, outcome: fails}]
      - id: H-BESIDE
        question: "Why <b>?"
        statement: "beside it"
        opened: 2026-02-01
        predicts: [{falsifier: FALSIFY-X, check: other, outcome: fails}]

    """

  func testTheTreeAndTheLineOfTime() throws {
    let content = try SiteContent.contracts(["x-v1.yaml": Self.contract], self)
    XCTAssertEqual(content.verification.questions.first?.hypotheses.count, 3)
    let site = try WrittenSite(content, self)
    let page = try site.text("hypotheses.html")
    XCTAssertTrue(page.contains("Why &lt;b&gt;?"), page)
    // What refines stands in a list inside of what it comes from; what does not stands beside it.
    let places = try ["H-ROOT", "<ul><li><strong id=\"hypothesis-H-BELOW\"", "</ul></li>", "hypothesis-H-BESIDE"].map {
      try XCTUnwrap(page.range(of: $0), $0).lowerBound
    }
    XCTAssertEqual(places, places.sorted())
    for judged in try XCTUnwrap(content.verification.questions.first).hypotheses {
      let id = judged.hypothesis.id.value
      let head = try XCTUnwrap(page.range(of: "<strong id=\"hypothesis-\(id)\">\(id)</strong> "))
      XCTAssertTrue(page[head.upperBound...].hasPrefix(HypothesisPage.chip(judged.state).text), id)
    }
    XCTAssertTrue(page.contains(">2026-01-01</text>") && page.contains(">2026-03-01</text>"), page)
    XCTAssertEqual(page.components(separatedBy: "<ul").count, page.components(separatedBy: "</ul>").count)
  }

  func testTheFirstPageNamesWhatToTryNext() throws {
    let content = try SiteContent.contracts(["x-v1.yaml": Self.contract], self)
    let overview = try WrittenSite(content, self).text("index.html")
    let next = try XCTUnwrap(content.verification.nextStep).text.split(separator: "`")[0]
    XCTAssertTrue(overview.contains("<dt>Hypothesis to test next</dt><dd>\(next)"), overview)
  }

  func testAProjectWithoutHypothesesHasNoSuchPage() throws {
    let text = "metadata: {description: one}\nequations: {x: {formula: \"y = x\"}}\n"
    let site = try WrittenSite(.contracts(["x-v1.yaml": text], self), self)
    XCTAssertFalse(try site.names().contains("hypotheses.html"))
    XCTAssertFalse(try site.text("index.html").contains("Hypotheses"))
  }
}
