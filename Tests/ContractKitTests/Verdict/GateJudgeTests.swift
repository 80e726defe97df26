import XCTest

import ContractKit

/// Gates require falsifiers, gates and hypotheses.
final class GateJudgeTests: XCTestCase {
  private let hypotheses = """
    question: q
    hypotheses:
      - {id: H-1, statement: s, opened: 2026-05-06, predicts: [{falsifier: F-1, check: max, outcome: passes}]}
      - {id: H-2, refines: H-1, statement: s, opened: 2026-05-06, predicts: [{falsifier: F-1, check: max, outcome: fails}]}

    """

  /// The results of the gates of a contract by id.
  private func results(
    _ gates: String,
    _ seen: KeyValuePairs<String, HypothesisBench.Seen> = ["F-1": .holds, "F-2": .stale, "F-3": .violated]
  ) throws -> [String: Verification.GateResult] {
    let contract = try XCTUnwrap(decode("metadata: {format: pv/1}\ngates:\n" + gates).contract)
    let judge = GateJudge(
      contract, seen.map { HypothesisBench.entry($0.key, $0.value) }, HypothesisBench.judge(hypotheses, seen))
    return Dictionary(uniqueKeysWithValues: judge.results.map { ($0.gate.id.value, $0) })
  }

  func testAllThatIsRequiredHolds() throws {
    let found = try results(
      """
      - {id: G-ALL, requires: [F-1, G-ONE, H-1]}
      - {id: G-ONE, requires: [F-1]}
      - {id: G-NOT, requires: [F-1, F-2, G-BAD, H-2, NOBODY]}
      - {id: G-BAD, requires: [F-3]}
      - {id: G-PUBLIC, falsification_id: F-2, discharge_status: PENDING}

      """)
    XCTAssertEqual(
      found.mapValues(\.verdict),
      [
        "G-ALL": "pass", "G-ONE": "pass", "G-NOT": "fail", "G-BAD": "fail", "G-PUBLIC": "fail",
      ])
    XCTAssertEqual(found["G-ALL"]?.basis, "3 of 3 hold")
    XCTAssertEqual(
      found["G-NOT"]?.basis,
      "1 of 5 hold; not: F-2 (PENDING), G-BAD (fail), H-2 (falsified), NOBODY (unknown)")
    XCTAssertEqual(
      found.mapValues(\.status),
      [
        "G-ALL": .discharged, "G-ONE": .discharged, "G-NOT": .falsified, "G-BAD": .falsified, "G-PUBLIC": .pending,
      ])
  }

  func testGatesThatRequireOneAnotherFailInWhateverOrder() throws {
    for gates in [
      ["- {id: G-1, requires: [F-1, G-2]}", "- {id: G-2, requires: [G-1]}", "- {id: G-3, requires: [G-2]}"],
      ["- {id: G-3, requires: [G-2]}", "- {id: G-2, requires: [G-1]}", "- {id: G-1, requires: [F-1, G-2]}"],
    ] {
      let found = try results(gates.joined(separator: "\n") + "\n")
      XCTAssertEqual(
        found.mapValues(\.basis),
        [
          "G-1": "1 of 2 hold; not: G-2 (fail)", "G-2": "0 of 1 hold; not: G-1 (fail)",
          "G-3": "0 of 1 hold; not: G-2 (fail)",
        ])
      XCTAssertEqual(Set(found.values.map(\.status)), [.pending])
    }
  }

  func testALongChainOfGatesEnds() throws {
    let gates = (0..<5_000).map { "- {id: G-\($0), requires: [\($0 == 0 ? "F-1" : "G-\($0 - 1)")]}" }
    let found = try results(gates.joined(separator: "\n") + "\n")
    XCTAssertTrue(found["G-4999"]?.passes ?? false)
  }

  func testWhatAGateSaysOfItselfIsHeldToWhatIsDerived() throws {
    let found = try results(
      """
      - {id: G-1, requires: [F-1], verdict: pass, verdict_basis: 1  of 1 hold}
      - {id: G-2, requires: [F-1], verdict: fail, verdict_basis: measured by hand}
      - {id: G-3, falsification_id: F-2, discharge_status: DISCHARGED, ship_blocking: false}
      - {id: G-4, requires: [F-2], verdict: fail}
      - {id: G-5, requires: [F-1]}

      """)
    let rules = found.mapValues { result in VerdictFindings.findings(for: result).map(\.rule) }
    XCTAssertEqual(
      rules,
      [
        "G-1": [], "G-2": ["gate-mismatch", "gate-mismatch"], "G-3": ["gate-mismatch"], "G-4": [],
        "G-5": ["gate-verdict-missing"],
      ])
    // Of those that fail only the one that blocks rejects, where it is asked for.
    XCTAssertEqual(found.compactMapValues(VerdictFindings.failing).keys.sorted(), ["G-4"])
    XCTAssertNil(VerdictFindings.failing(found["G-3"]!))
  }

  func testThePublicFormatsGatesAreValidated() {
    let file = decode(
      """
      metadata: {version: "1.0.0", description: d, references: [r]}
      equations: {e: {formula: f}}
      falsification_tests: [{id: F-1, rule: r, prediction: p, if_fails: f}]
      gates:
        - {id: G-1, falsification_id: F-1, discharge_status: PENDING, ship_blocking: true}
        - {id: G-2, falsification_id: F-9, discharge_status: NONSENSE, ship_blocking: maybe}

      """)
    let findings = Validation(ContractSet(alone: [file]), today: CalendarDate("2026-07-01")!).diagnostics
    XCTAssertEqual(
      findings.filter { $0.range?.start.line == 6 }.map { "\($0.range!.start.column) \($0.rule) \($0.severity)" },
      ["33 gate-unresolved warning", "56 status-unknown warning", "81 wrong-type warning"])
    XCTAssertFalse(findings.contains { $0.range?.start.line == 5 })
  }

  func testBearersOfAnIDComeInTheOrderOfTheContracts() {
    func bearers(_ ids: [[String]]) -> Verification.Bearers {
      Verification.Bearers(
        ids.enumerated().map { file, ids in
          let entries = ids.map { HypothesisBench.entry($0, .holds) }
          return .init(HypothesisBench.entry("F", .holds).contract, file: file, entries)
        })
    }
    func places(_ bearers: Verification.Bearers, _ id: String) -> [[Int]] {
      bearers[id].map { [$0.contract, $0.falsifier] }
    }
    let none = bearers([])
    XCTAssertTrue(none.areUnique)
    XCTAssertEqual(places(none, "F-1"), [])
    let some = bearers([["F-2", "F-1"], [], ["F-3", "F-1", "F-1"], ["F-0"]])
    XCTAssertFalse(some.areUnique)
    XCTAssertEqual(places(some, "F-1"), [[0, 1], [2, 1], [2, 2]])
    XCTAssertEqual(places(some, "F-0"), [[3, 0]])
    XCTAssertEqual(places(some, "F-3"), [[2, 0]])
    for id in ["F", "F-00", "F-4"] { XCTAssertEqual(places(some, id), [], id) }
    let twice = bearers([["F-\u{E9}"], ["F-e\u{301}"]])
    XCTAssertFalse(twice.areUnique)
    XCTAssertEqual(places(twice, "F-\u{E9}"), [[0, 0], [1, 0]])
    XCTAssertTrue(bearers([["F-1"], ["F-2"]]).areUnique)
  }

  func testVerdictsAreWrittenAndNoOtherByte() throws {
    let text = """
      metadata: {format: pv/1}
      gates:
        - id: G-1 # first
          requires: [F-1]
          verdict: fail   # kept
          verdict_basis: "old"
        - id: G-2
          requires: [F-2]
        - {id: G-3, requires: [F-2]}
        - {id: G-4, falsification_id: F-2, discharge_status: DISCHARGED}
      hypotheses:
        - id: H-1
          statement: s
        - {id: H-2, state: untested}

      """
    let file = decode(text)
    let contract = try XCTUnwrap(file.contract)
    let entries = [HypothesisBench.entry("F-1", .holds), HypothesisBench.entry("F-2", .stale)]
    var derived = StatusWriter.Derived(path: file.path)
    derived.gates = GateJudge(contract, entries, []).results
    derived.hypotheses = contract.hypotheses.map { hypothesis in
      JudgedHypothesis(hypothesis: hypothesis, path: file.path, state: .falsified, predictions: [], indistinct: [])
    }
    let written = try XCTUnwrap(StatusWriter.rewrite(Array(text.utf8), derived))
    XCTAssertEqual(
      String(decoding: written, as: UTF8.self),
      """
      metadata: {format: pv/1}
      gates:
        - id: G-1 # first
          requires: [F-1]
          verdict: pass   # kept
          verdict_basis: "1 of 1 hold"
        - id: G-2
          verdict: fail
          verdict_basis: "0 of 1 hold; not: F-2 (PENDING)"
          requires: [F-2]
        - {verdict: fail, verdict_basis: "0 of 1 hold; not: F-2 (PENDING)", id: G-3, requires: [F-2]}
        - {id: G-4, falsification_id: F-2, discharge_status: PENDING}
      hypotheses:
        - id: H-1
          state: falsified
          statement: s
        - {id: H-2, state: falsified}

      """)
    let again = try XCTUnwrap(StatusWriter.rewrite(written, .init(again: derived, written)))
    XCTAssertEqual(again, written)
  }
}

extension StatusWriter.Derived {
  /// The same of a file as it was written.
  fileprivate init(again derived: Self, _ bytes: [UInt8]) throws {
    let file = ContractFile(path: derived.path, bytes: bytes)
    let contract = try XCTUnwrap(file.contract)
    self.init(path: derived.path)
    gates = zip(contract.gates, derived.gates).map { gate, old in
      var result = old
      result.gate = Verification.DeclaredGate(gate)
      return result
    }
    hypotheses = zip(file.hypotheses, derived.hypotheses).map { hypothesis, old in
      JudgedHypothesis(hypothesis: hypothesis, path: file.path, state: old.state, predictions: [], indistinct: [])
    }
  }
}

extension GateJudge {
  /// The gates of a contract, with falsifiers of other contracts.
  fileprivate init(_ contract: Contract, _ entries: [Verification.Entry], _ questions: [JudgedQuestion]) {
    let standings = entries.enumerated().map { Verification.ContractStanding($1.contract, file: $0, [$1]) }
    self.init(
      contract.gates.map { (Verification.Home(contract), Verification.DeclaredGate($0)) }, standings,
      Verification.Bearers(standings), questions)
  }
}
