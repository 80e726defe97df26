import XCTest

import ContractKit

/// States are derived from what evidence shows: the table of docs/hypotheses.md.
final class HypothesisJudgeTests: XCTestCase {
  private func one(_ predictions: String) -> String {
    "question: q\nhypotheses:\n  - {id: H, statement: s, opened: 2026-05-06, predicts: [\(predictions)]}\n"
  }

  private func two(_ first: String, _ second: String, _ more: String = "") -> String {
    "question: q\nhypotheses:\n"
      + "  - {id: A, statement: s, opened: 2026-05-06, predicts: [\(first)]}\n"
      + "  - {id: B, statement: s, opened: 2026-05-06, predicts: [\(second)]\(more)}\n"
  }

  private func says(_ falsifier: String, _ outcome: String, mutant: Bool = false) -> String {
    "{falsifier: \(falsifier), check: max, outcome: \(outcome)\(mutant ? ", mutant: m" : "")}"
  }

  func testAPredictionIsContradictedConfirmedOrUntested() {
    for (outcome, seen, mutant, state) in [
      ("passes", HypothesisBench.Seen.holds, false, Hypothesis.State.survives),
      ("fails", .holds, false, .falsified), ("fails", .violated, false, .survives),
      ("passes", .violated, false, .falsified),
      // Stale evidence tries nothing, nor does a number that was handed in, nor a falsifier that cannot fail.
      ("fails", .stale, false, .untested), ("fails", .asserted, false, .untested),
      ("fails", .surviving, false, .untested), ("passes", .surviving, false, .untested),
      ("fails", .holds, true, .survives), ("passes", .holds, true, .falsified),
      ("passes", .mutantMissing, true, .untested),
      ("fails", .stale, true, .untested),
    ] {
      XCTAssertEqual(
        HypothesisBench.states(one(says("F-1", outcome, mutant: mutant)), ["F-1": seen]), ["H": state],
        "\(outcome) \(seen) \(mutant)")
    }
  }

  func testOneContradictionFalsifies() {
    let both = one(says("F-1", "passes") + ", " + says("F-2", "passes"))
    XCTAssertEqual(HypothesisBench.states(both, ["F-1": .holds, "F-2": .violated]), ["H": .falsified])
    XCTAssertEqual(HypothesisBench.states(both, ["F-1": .holds, "F-2": .stale]), ["H": .survives])
    let judged = HypothesisBench.judge(both, ["F-1": .holds, "F-2": .violated])[0].hypotheses[0]
    XCTAssertEqual(judged.deciding?.prediction.falsifier?.value, "F-2")
    XCTAssertEqual(judged.deciding?.measured, "2")
    XCTAssertEqual(judged.tried.map(\.contract), ["c-v1"])
  }

  func testWhatNamesNoFalsifierOrTwoIsUntested() {
    let text = one(says("F-1", "fails"))
    XCTAssertEqual(HypothesisBench.states(text, [:]), ["H": .untested])
    XCTAssertEqual(HypothesisBench.states(text, ["F-1": .holds, "F-1": .holds]), ["H": .untested])
    XCTAssertEqual(
      HypothesisBench.states(one("{statement: it is seen, unbound: nobody looks}"), [:]), ["H": .untested])
    XCTAssertEqual(HypothesisBench.states(one("{falsifier: F-1, check: max}"), ["F-1": .holds]), ["H": .untested])
  }

  func testRivalsThatNothingTellsApartAreUndecidable() {
    let alike = two(says("F-1", "passes"), says("F-2", "passes"))
    XCTAssertEqual(
      HypothesisBench.states(alike, ["F-1": .holds, "F-2": .holds]), ["A": .undecidable, "B": .undecidable])
    // What is still to be tried tells them apart.
    XCTAssertEqual(HypothesisBench.states(alike, ["F-1": .holds, "F-2": .stale]), ["A": .survives, "B": .untested])
    XCTAssertEqual(HypothesisBench.states(alike, ["F-1": .stale, "F-2": .stale]), ["A": .untested, "B": .untested])
    XCTAssertEqual(
      HypothesisBench.states(alike, ["F-1": .holds, "F-2": .violated]), ["A": .survives, "B": .falsified])
    // Both say the same of what is to be tried.
    let same = two(
      says("F-1", "passes") + ", " + says("F-3", "fails"), says("F-2", "passes") + ", " + says("F-3", "fails"))
    XCTAssertEqual(
      HypothesisBench.states(same, ["F-1": .holds, "F-2": .holds, "F-3": .stale]),
      ["A": .undecidable, "B": .undecidable])
    let judged = HypothesisBench.judge(same, ["F-1": .holds, "F-2": .holds, "F-3": .stale])[0]
    XCTAssertEqual(judged.hypotheses.map(\.indistinct), [["B"], ["A"]])
  }

  func testWhatComesFromAnotherIsNoRival() {
    for relation in ["refines", "supersedes"] {
      let text = two(says("F-1", "passes"), says("F-2", "passes"), ", \(relation): A")
      XCTAssertEqual(HypothesisBench.states(text, ["F-1": .holds, "F-2": .holds]), ["A": .survives, "B": .survives])
    }
    let asked = two(says("F-1", "passes"), says("F-2", "passes"), ", question: another")
    XCTAssertEqual(HypothesisBench.states(asked, ["F-1": .holds, "F-2": .holds]), ["A": .survives, "B": .survives])
  }

  // MARK: What to do next

  private func next(_ text: String, _ seen: KeyValuePairs<String, HypothesisBench.Seen>) -> NextStep? {
    HypothesisBench.judge(text, seen)[0].next
  }

  func testTheTestThatSplitsBestComesNext() throws {
    let three = """
      question: q
      hypotheses:
        - {id: A, statement: s, opened: 2026-05-06, predicts: [\(says("F-1", "fails")), \(says("F-2", "fails"))]}
        - {id: B, statement: s, opened: 2026-05-06, predicts: [\(says("F-1", "fails")), \(says("F-2", "passes"))]}
        - {id: C, statement: s, opened: 2026-05-06, predicts: [\(says("F-1", "fails")), \(says("F-3", "passes"))]}

      """
    guard case .run(let run) = next(three, ["F-1": .stale, "F-2": .stale, "F-3": .stale]) else {
      return XCTFail("nothing to run")
    }
    XCTAssertEqual(run.test.falsifier, "F-2")
    XCTAssertEqual(run.ifFails, ["B"])
    XCTAssertEqual(run.ifPasses, ["A"])
    XCTAssertTrue(run.command?.hasSuffix("mF2") ?? false, run.command ?? "none")
    // What is falsified is asked nothing any more.
    guard case .run(let later) = next(three, ["F-1": .holds, "F-2": .stale, "F-3": .stale]) else {
      return XCTAssertEqual(
        HypothesisBench.states(three, ["F-1": .holds, "F-2": .stale, "F-3": .stale])["A"], .falsified)
    }
    XCTFail("\(later.test) is run for hypotheses that are falsified")
  }

  func testWithoutATestItIsWrittenThoughtOfOrDone() {
    let seen: KeyValuePairs<String, HypothesisBench.Seen> = ["F-1": .holds, "F-2": .holds]
    guard case .differ(let ids) = next(two(says("F-1", "passes"), says("F-2", "passes")), seen) else {
      return XCTFail("rivals are told apart")
    }
    XCTAssertEqual(ids, ["A", "B"])
    guard case .propose = next(two(says("F-1", "fails"), says("F-2", "fails")), seen) else {
      return XCTFail("one stands")
    }
    let unbound = two(says("F-1", "passes") + ", {statement: it  is seen, unbound: nobody looks}", says("F-2", "fails"))
    guard case .write("A", "it is seen", "nobody looks") = next(unbound, seen) else {
      return XCTFail("\(next(unbound, seen).debugDescription)")
    }
    XCTAssertNil(next(two(says("F-1", "passes"), says("F-2", "fails")), seen))
    // Nobody works on what is closed.
    XCTAssertNil(next(two(says("F-1", "passes"), says("F-3", "fails"), ", closed: 2026-05-07"), ["F-1": .holds]))
  }

  func testTheTreeHasEachOnceBelowWhereItComesFrom() {
    func hypothesis(_ id: String, _ more: String) -> String {
      "  - {id: \(id), statement: s, opened: 2026-05-06, predicts: [\(says("F-1", "fails"))]\(more)}\n"
    }
    let text =
      "question: q\nhypotheses:\n" + hypothesis("C", ", refines: [B, A]") + hypothesis("A", "")
      + hypothesis("B", ", supersedes: A") + hypothesis("X", ", refines: Y") + hypothesis("Y", ", refines: X")
    let tree = HypothesisBench.judge(text, ["F-1": .stale])[0].tree
    XCTAssertEqual(
      tree.map { "\($0.depth) \($0.hypothesis.hypothesis.id.value)" }, ["0 A", "1 B", "2 C", "0 X", "1 Y"])
  }

  func testManyHypothesesAndLongChainsEnd() throws {
    func lines(_ count: Int, _ more: (Int) -> String) -> String {
      (0..<count).map { "  - {id: H-\($0), predicts: [\(says("F-\($0)", "fails"))]\(more($0))}\n" }.joined()
    }
    let many = HypothesisBench.judge("question: q\nhypotheses:\n" + lines(4_000) { _ in "" }, ["F-1": .stale])[0]
    XCTAssertEqual(many.count(.untested), 4_000)
    let chain = "question: q\nhypotheses:\n" + lines(4_000) { $0 == 0 ? "" : ", refines: H-\($0 - 1)" }
    XCTAssertEqual(HypothesisBench.judge(chain, ["F-1": .stale])[0].tree.last?.depth, 3_999)
    let file = HypothesisBench.read(chain)
    let validation = Validation(ContractSet(alone: [file]), today: CalendarDate("2026-07-01")!)
    XCTAssertTrue(validation.diagnostics.contains { $0.rule == "prediction-unresolved" })
    XCTAssertFalse(validation.diagnostics.contains { ["hypothesis-cycle", "rivals-alike"].contains($0.rule) })
  }
}
