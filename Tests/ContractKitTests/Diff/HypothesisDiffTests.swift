import XCTest

import ContractKit

/// What `pv diff` says of hypotheses.
final class HypothesisDiffTests: XCTestCase {
  private static let base = """
    question: Why?
    hypotheses:
      - id: H-1
        statement: "sums in another order"
        opened: 2026-05-06
        predicts:
          - {falsifier: F-1, check: max, outcome: fails}
          - {falsifier: F-2, check: max, mutant: m, outcome: passes}
          - {statement: "it is seen", unbound: "nobody looks"}
        state: untested

    """

  private func changes(_ edits: (String, String)...) -> [String] {
    let edited = edits.reduce(Self.base) { text, edit in
      XCTAssertTrue(text.contains(edit.0), edit.0)
      return text.replacingOccurrences(of: edit.0, with: edit.1)
    }
    let diff = ContractSetDiff(
      old: [decode(Self.base, path: "old/a.yaml")], new: [decode(edited, path: "new/a.yaml")],
      asOf: CalendarDate("2026-07-01")!)
    XCTAssertEqual(diff.outcome == .nothingJudged, false)
    return diff.changes.map { "\($0.direction.rawValue) \($0.subject): \($0.message)" }
  }

  func testWhatIsPredictedLessOrOtherwiseIsEasier() {
    XCTAssertEqual(changes(), [])
    XCTAssertEqual(
      changes(("      - {falsifier: F-1, check: max, outcome: fails}\n", "")),
      ["easier H-1/predicts/F-1 max: no longer predicted"])
    XCTAssertEqual(
      changes(("max, outcome: fails", "max, outcome: passes")),
      ["mixed H-1/predicts/F-1 max: the predicted outcome was `fails`, and is now `passes`"])
    XCTAssertEqual(
      changes(("check: max, mutant: m", "check: max")),
      [
        "harder H-1/predicts/F-2 max: predicted, too",
        "easier H-1/predicts/F-2 max (mutant m): no longer predicted",
      ])
    XCTAssertEqual(
      changes(("it is seen", "it may be seen")),
      ["harder H-1/predicts/it may be seen: predicted, too", "easier H-1/predicts/it is seen: no longer predicted"])
  }

  func testWordsOriginsAndWholeHypotheses() {
    XCTAssertEqual(
      changes(("sums in another order", "sums of threads")),
      [#"unclear H-1/statement: the statement reads differently: "sums in another order" became "sums of threads""#])
    XCTAssertEqual(
      changes(("Why?", "How?")), [#"unclear H-1/question: the question reads differently: "Why?" became "How?""#])
    XCTAssertEqual(
      changes(("opened:", "refines: H-0\n    opened:")), ["unclear H-1/refines: refines `H-0`, too"])
    XCTAssertEqual(
      changes(("id: H-1", "id: H-2")),
      ["harder H-2: the hypothesis was added", "easier H-1: the hypothesis was removed"])
    // What is derived, layout, and what is for people are no change of what is claimed.
    XCTAssertEqual(changes(("state: untested", "state: falsified"), ("\"sums in", "\"sums  in")), [])
  }

  func testHypothesesOfContracts() throws {
    func contract(_ outcome: String, _ state: String) -> ContractFile {
      decode(
        """
        metadata: {format: pv/1, version: "1.0.0"}
        hypotheses:
          - id: H-1
            question: Why?
            predicts: [{falsifier: F-1, check: max, outcome: \(outcome)}]
            state: \(state)

        """)
    }
    func changes(_ new: ContractFile) -> [String] {
      ContractDiff(contract("fails", "untested"), new)?.changes.filter { $0.bump != .none }.map(\.subject) ?? []
    }
    XCTAssertEqual(changes(contract("passes", "untested")), ["H-1/predicts/F-1 max"])
    XCTAssertEqual(changes(contract("fails", "survives")), [])
  }
}
