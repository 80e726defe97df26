import XCTest

import ContractKit

/// "Proofs" of docs/ship-spec.md.
final class ProofTests: XCTestCase {
  private func proofs(_ cell: String) -> [Proof] { Proof.all(in: cell[...]) { $0 == "claim_a" } }

  func testIDsAreWordsAndCommandsAreCode() {
    XCTAssertEqual(proofs("GATE-DOT-001, FALSIFY-FFN-GGUF-006."), [.id("GATE-DOT-001"), .id("FALSIFY-FFN-GGUF-006")])
    XCTAssertEqual(proofs("`pv verify`, which derives PENDING"), [.command("pv verify")])
    XCTAssertEqual(proofs("`GATE-DOT-001` by `.ci/run`"), [.id("GATE-DOT-001"), .command(".ci/run")])
    XCTAssertEqual(proofs("claim_a and claim_b"), [.id("claim_a")])
    XCTAssertEqual(proofs("GATE-DOT-001\u{301} and `a`\u{301}"), [.id("GATE-DOT-001"), .command("a")], "by scalars")
    for cell in ["", "X86-64-BIT", "UTF-8-", "-1", "8-8", "Swift 6.3", "`", "``", "gate-dot-001"] {
      XCTAssertEqual(proofs(cell), [], cell)
    }
    XCTAssertEqual(proofs("`open GATE-DOT-001"), [.id("GATE-DOT-001")], "no code without its end")
  }

  func testARowIsCutAtItsBars() {
    func cells(_ line: String) -> [String]? { MarkdownRow(line[...])?.cells.map(String.init) }
    XCTAssertEqual(cells("| a | b\\|c |"), ["a", "b\\|c"])
    XCTAssertEqual(cells("||"), [""])
    XCTAssertEqual(cells("| a\\\\ | |"), ["a\\\\", ""])
    XCTAssertEqual(cells("a | b"), ["a", "b"], "bars at the ends can be left out")
    XCTAssertEqual(cells("  | a | \\|"), ["a", "\\|"])
    XCTAssertEqual(cells("| a |\u{301} b | c |\r"), ["a", "\u{301} b", "c"], "a mark makes no other bar of it")
    for line in ["", "|", "a", "a \\| b"] { XCTAssertNil(cells(line), line) }
    let rows = ["\n", "\r\n"].map { end in
      ShipSpec(
        ["| a | proof |", "|-|-|", "| b | G-1 |", "  ~~~", "| c | proof |", "|-|-|", "| d | |", "~~~", ""].joined(
          separator: end)
      )
      .rows.map { "\($0.name) \($0.proof)" }
    }
    XCTAssertEqual(rows, [["1.1 G-1"], ["1.1 G-1"]], "line ends and fences")
    XCTAssertEqual(MarkdownRow("| --- | :-: |")?.isDelimiter, true)
    XCTAssertEqual(MarkdownRow("| --- | - a |")?.isDelimiter, false)
  }
}
