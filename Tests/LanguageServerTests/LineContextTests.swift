import XCTest

@testable import LanguageServer

final class LineContextTests: XCTestCase {
  /// The context at the mark `|`.
  private func context(_ marked: String) -> LineContext {
    let offset = Array(marked.utf8).firstIndex(of: UInt8(ascii: "|"))!
    return LineContext(LineTable(marked.utf8.filter { $0 != UInt8(ascii: "|") }), at: offset)
  }

  func testKeysInBlockStyle() {
    let top = context("metadata:\n  version: 1\nequ|\nfaults: []\n")
    XCTAssertEqual(top.keys, [])
    XCTAssertFalse(top.isValue)
    XCTAssertEqual(top.siblings, ["metadata", "faults"])
    let falsifier = context("falsification_tests:\n  - id: A\n    rule: x\n    |\n  - id: B\n    test: y\n")
    XCTAssertEqual(falsifier.keys, ["falsification_tests"])
    XCTAssertFalse(falsifier.isValue)
    XCTAssertEqual(falsifier.siblings, ["id", "rule"])
    XCTAssertEqual(context("equations:\n  dot:\n    form|").keys, ["equations", "dot"])
    XCTAssertEqual(context("falsification_tests:\n- id: A\n  ru|").keys, ["falsification_tests"])
  }

  func testValuesInBlockStyle() {
    let value = context("falsification_tests:\n  - id: A\n    requires: al|")
    XCTAssertEqual(value.keys, ["falsification_tests", "requires"])
    XCTAssertTrue(value.isValue)
    XCTAssertEqual(value.word.count, 2)
    XCTAssertEqual(context("metadata:\n  depends_on: |").keys, ["metadata", "depends_on"])
  }

  func testElementsInBlockStyle() {
    let element = context("falsification_tests:\n  - id: A\n    binds_to:\n      - do|")
    XCTAssertEqual(element.keys, ["falsification_tests", "binds_to"])
  }

  func testBrackets() {
    let list = context("falsification_tests:\n  - id: A\n    binds_to: [dot, dot/or|]")
    XCTAssertEqual(list.keys, ["falsification_tests", "binds_to"])
    XCTAssertTrue(list.isValue)
    XCTAssertEqual(list.word.count, 6)
    let key = context("falsification_tests:\n  - checks:\n      - {metric: cosine, at_|}")
    XCTAssertEqual(key.keys, ["falsification_tests", "checks"])
    XCTAssertFalse(key.isValue)
    XCTAssertEqual(key.siblings, ["metric"])
    let value = context("falsification_tests:\n  - checks:\n      - {metric: co|")
    XCTAssertEqual(value.keys, ["falsification_tests", "checks", "metric"])
    XCTAssertTrue(value.isValue)
    let nested = context("gates:\n  - {id: A, requires: [B,\n     C|]}")
    XCTAssertEqual(nested.keys, ["gates", "requires"])
    XCTAssertTrue(nested.isValue)
  }

  func testTextInQuotesOpensNoBracket() {
    let context = context("metadata:\n  description: \"[not a list\"\n  ki|")
    XCTAssertEqual(context.keys, ["metadata"])
    XCTAssertFalse(context.isValue)
  }
}
