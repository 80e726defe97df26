import XCTest

import ContractKit

/// Files of hypotheses, and what is found in them with line and column.
final class HypothesisFileTests: XCTestCase {
  /// What is found in a file beside a contract of one falsifier, as `LINE:COLUMN RULE`.
  private func findings(_ text: String, beside: String = "") throws -> [String] {
    let folder = try TemporaryFolder(self)
    for file in RuleExample.package { try folder.write(file.path, file.bytes) }
    try folder.write("contracts/softmax-v1.yaml", String(decoding: RuleExample.completed([]), as: UTF8.self) + beside)
    try folder.write("investigations/a.yaml", text)
    let validation = Validation(
      ContractInputs(paths: ["\(folder.path)/contracts", "\(folder.path)/investigations"]),
      today: CalendarDate("2026-07-01")!)
    XCTAssertEqual(validation.summary.contracts, 1)
    return validation.diagnostics.map { finding in
      XCTAssertNotNil(finding.help, finding.message)
      return
        "\(ContractFile.stem(finding.path)):\(finding.range!.start.line):\(finding.range!.start.column) \(finding.rule)"
    }
  }

  private let head = "question: Why?\nhypotheses:\n"

  private func hypothesis(_ id: String, _ keys: String, outcome: String = "fails") -> String {
    "  - {id: \(id), statement: s, opened: 2026-05-06, \(keys)predicts: "
      + "[{falsifier: FALSIFY-SM-001, check: max_abs_error, outcome: \(outcome)}]}\n"
  }

  func testAGoodFileHasNoFinding() throws {
    XCTAssertEqual(
      try findings(head + hypothesis("H-1", "") + hypothesis("H-2", "refines: H-1, state: untested, ")), [])
    let file = HypothesisBench.read(head + hypothesis("H-1", "question: How?, closed: 2026-05-07, "))
    XCTAssertEqual(file.hypotheses.map(\.question?.value), ["How?"])
    XCTAssertEqual(file.hypotheses.first?.closed?.value.description, "2026-05-07")
    XCTAssertEqual(file.hypotheses.first?.predictions.map(\.outcome), [.fails])
    XCTAssertNil(file.contract)
    XCTAssertFalse(file.hasErrors)
  }

  func testAFileOfHypothesesIsAFormatOfItsOwn() throws {
    XCTAssertEqual(try findings("hypotheses:\n" + hypothesis("H-1", "")), ["a:1:1 missing-key"])
    XCTAssertEqual(
      try findings(head + "  - {id: H-1}\n").sorted(),
      [
        "a:3:6 missing-key", "a:3:6 missing-key", "a:3:10 hypothesis-without-prediction",
      ].sorted())
    XCTAssertEqual(try findings("qestion: Why?\nhypotheses:\n" + hypothesis("H-1", "")), ["a:1:1 near-miss-key"])
    XCTAssertEqual(
      try findings(head + hypothesis("H-1", "closed: soon, state: dead, ")),
      ["a:3:57 wrong-type", "a:3:70 unknown-value"])
    XCTAssertEqual(try findings(head + hypothesis("H-1", "", outcome: "explodes")), ["a:3:119 unknown-value"])
    XCTAssertEqual(try findings("question: Why?\nhypotheses: none\n"), ["a:2:13 wrong-type"])
  }

  func testIDsAreOneThingsOnly() throws {
    let gate = "gates:\n  - {id: G-1, requires: [FALSIFY-SM-001]}\n"
    XCTAssertEqual(
      try findings(
        head + hypothesis("H-1", "") + hypothesis("H-1", "refines: H-1, ")
          + hypothesis("G-1", "refines: H-1, question: Who?, ")
          + hypothesis("FALSIFY-SM-001", "refines: H-1, question: How?, "), beside: gate),
      ["a:4:10 hypothesis-id-taken", "a:5:10 hypothesis-id-taken", "a:6:10 hypothesis-id-taken"])
  }

  func testContractsAndFilesNameEachOther() throws {
    let beside = """
      hypotheses:
        - id: H-0
          question: Why?
          statement: s
          opened: 2026-05-06
          predicts: [{falsifier: FALSIFY-SM-001, check: max_abs_error, outcome: fails}]
      gates:
        - {id: G-1, requires: [FALSIFY-SM-001, H-1]}
        - {id: G-2, requires: [G-1, H-2]}

      """
    let found = try findings(head + hypothesis("H-1", "") + hypothesis("H-3", "refines: H-0, "), beside: beside)
    // H-1 is a rival of what H-3 refines, and of H-3.
    XCTAssertEqual(found, ["softmax-v1:34:31 gate-unresolved", "a:3:10 rivals-alike", "a:4:10 rivals-alike"])
  }
}
