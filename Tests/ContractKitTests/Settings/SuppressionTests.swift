import XCTest

import ContractKit

/// `# pv:ignore RULE until YYYY-MM-DD: REASON`
final class SuppressionTests: XCTestCase {
  private let today = CalendarDate("2026-07-01")!

  /// The rules found in a contract with an equation's lines, and those suppressed.
  private func judge(
    _ lines: String, today: CalendarDate? = nil, filter: FindingFilter = FindingFilter()
  ) -> (found: [String], suppressed: [String]) {
    let text =
      "equations:\n  softmax:\n    formula: \"a\"\n" + lines
      + "    invariants: [{id: sums_to_one, statement: \"the weights sum to 1\"}]\n"
    let file = ContractFile(path: "/nowhere/softmax-v1.yaml", bytes: RuleExample.completed(Array(text.utf8)))
    let validation = Validation(ContractSet(files: [file]), today: today ?? self.today, filter: filter)
    return (validation.diagnostics.map { $0.rule }, validation.suppressed.map { $0.diagnostic.rule })
  }

  func testAboveTheLineAndAtItsEnd() {
    let comment = "# pv:ignore near-miss-key until 2026-12-31: legacy"
    for lines in [
      "    \(comment)\n    domian: x\n", "    domian: x  \(comment)\n",
      "    \(comment)\n\n    # prose\n    domian: x\n",
      "    domian: |  \(comment)\n      text\n", "    \(comment)\n    domian: \"x # y\"\n",
    ] {
      let (found, suppressed) = judge(lines)
      XCTAssertEqual(found, [], lines)
      XCTAssertEqual(suppressed, ["near-miss-key"], lines)
    }
  }

  func testOneCommentLetsOneFindingPass() {
    let comment = "    # pv:ignore near-miss-key until 2026-12-31: legacy\n"
    let (found, suppressed) = judge(comment + "    domian: x\n    codomian: y\n")
    XCTAssertEqual(found, ["near-miss-key"])
    XCTAssertEqual(suppressed, ["near-miss-key"])
    XCTAssertEqual(judge(comment + "    domian: x\n" + comment + "    codomian: y\n").found, [])
    XCTAssertEqual(judge(comment + comment + "    domian: x\n").found, ["suppression-unused"])
  }

  func testTheLastDayIsInclusive() {
    let lines = "    domian: x # pv:ignore near-miss-key until 2026-12-31: legacy\n"
    XCTAssertEqual(judge(lines, today: CalendarDate("2026-12-31")!).found, [])
    XCTAssertEqual(
      judge(lines, today: CalendarDate("2027-01-01")!).found.sorted(), ["near-miss-key", "suppression-expired"])
  }

  func testUnused() {
    XCTAssertEqual(
      judge("    domain: x # pv:ignore near-miss-key until 2026-12-31: legacy\n").found, ["suppression-unused"])
    // The finding is on the next line but one.
    let far = "    # pv:ignore near-miss-key until 2026-12-31: legacy\n    domain: x\n    codomian: y\n"
    XCTAssertEqual(judge(far).found.sorted(), ["near-miss-key", "suppression-unused"])
  }

  func testMalformed() {
    for (comment, message, help) in [
      (
        "pv:ignroe near-miss-key until 2026-12-31: a", "`pv:ignroe` is not a comment that pv knows",
        "did you mean `pv:ignore`?"
      ),
      (
        "PV: ignore near-miss-key until 2026-12-31: a", "`PV:` is not a comment that pv knows",
        "did you mean `pv:ignore`?"
      ),
      ("pv:ignore", "the suppression names no rule", "write `# pv:ignore RULE until YYYY-MM-DD: REASON`"),
      (
        "pv:ignore until 2026-12-31: a", "the suppression names no rule",
        "write `# pv:ignore RULE until YYYY-MM-DD: REASON`"
      ),
      (
        "pv:ignore near-mis-key until 2026-12-31: a", "there is no rule `near-mis-key` to suppress",
        "did you mean `near-miss-key`?"
      ),
      ("pv:ignore qqqqq until 2026-12-31: a", "there is no rule `qqqqq` to suppress", "`pv rules` lists them"),
      (
        "pv:ignore falsified until 2026-12-31: a", "`falsified` cannot be suppressed in a contract",
        "remove the comment; `pv explain falsified` says what to do"
      ),
      ("pv:ignore near-miss-key: a", "there is no rule `near-miss-key:` to suppress", "did you mean `near-miss-key`?"),
      (
        "pv:ignore near-miss-key until June: a", "the suppression of `near-miss-key` has no last day",
        "write `# pv:ignore near-miss-key until YYYY-MM-DD: REASON`"
      ),
      (
        "pv:ignore near-miss-key until 2026-12-31:", "the suppression of `near-miss-key` has no reason",
        "write `# pv:ignore near-miss-key until 2026-12-31: REASON`"
      ),
      (
        "pv:ignore near-miss-key until 2026-12-31 a", "the suppression of `near-miss-key` has no reason",
        "write `# pv:ignore near-miss-key until 2026-12-31: REASON`"
      ),
    ] {
      let text = "a: 1 # \(comment)\nmetadata: {}\n"
      let validation = Validation(
        ContractSet(files: [ContractFile(path: "a.yaml", bytes: Array(text.utf8))]), today: today)
      let found = validation.diagnostics.filter { $0.rule == "suppression-invalid" }
      XCTAssertEqual(found.map(\.message), [message], comment)
      XCTAssertEqual(found.first?.help, help, comment)
      XCTAssertEqual(found.first?.range?.start.column, 6, comment)
    }
  }

  func testTextIsNoComment() {
    for lines in [
      "    domain: \"# pv:ignore\"\n", "    domain: x#pv:ignore\n", "    domain: |\n      # pv:ignore\n      more\n",
      "    domain: 'a\n      # pv:ignore\n      b'\n", "    # pv: validated by hand\n    domain: x\n",
      "    # see pv:ignore in the docs\n    domain: x\n",
    ] {
      XCTAssertEqual(judge(lines).found, [], lines)
    }
  }

  func testVerifyHasNoUseForThem() {
    let lines = "    domian: x # pv:ignore near-miss-key until 2026-12-31: legacy\n"
    XCTAssertEqual(judge(lines, filter: .none).found, ["near-miss-key"])
  }

  func testACommentCountsAsUsedWhereItsRuleIsIgnored() {
    let project = ProjectFile(path: "pv.yaml", bytes: Array("ignore: [near-miss-key]\n".utf8))
    let lines = "    domian: x # pv:ignore near-miss-key until 2026-12-31: legacy\n"
    XCTAssertEqual(judge(lines, filter: FindingFilter(project: project)).found, [])
  }
}
