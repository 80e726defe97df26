import ContractKit
import XCTest

/// One mistake is one finding: what is missing because its key is misspelled is not said a second time.
final class OneCauseTests: XCTestCase {
  private static let contract =
    String(decoding: RuleExample.completed([]), as: UTF8.self)
    + "proof_obligations:\n  - {id: O-1, type: bound, property: p, applies_to: softmax}\n"
    + "gates:\n  - {id: G-1, requires: [FALSIFY-SM-001]}\n"

  private func found(_ text: String) -> [String] {
    Validation(ContractSet(files: [decode(text, path: "/nowhere/a-v1.yaml")]), today: CalendarDate("2026-07-01")!)
      .diagnostics.map(\.rule)
  }

  /// Every key that the contract has, misspelled by one letter.
  func testEachMisspelledKeyIsOneFinding() {
    XCTAssertEqual(found(Self.contract), [])
    for key in [
      "metadata", "version", "description", "references", "equations", "formula", "domain", "invariants", "statement",
      "falsification_tests", "prediction", "if_fails", "binds_to", "checks", "metric", "at_most", "mutants",
      "proof_obligations", "property", "applies_to", "gates", "requires", "faults", "violates", "orders",
    ] {
      let misspelled = key.dropLast(2) + key.suffix(2).reversed()
      XCTAssertTrue(Self.contract.contains("\(key):"), key)
      let text = Self.contract.replacing("\(key):", with: "\(misspelled):", maxReplacements: 1)
      XCTAssertEqual(found(text), ["near-miss-key"], "\(misspelled) for \(key)")
    }
  }

  func testBelowAMisspelledKeyFaultsAreFound() {
    let text = Self.contract.replacing("equations:", with: "equatoins:")
      .replacing("domain:", with: "domian:", maxReplacements: 1)
    XCTAssertEqual(found(text), ["near-miss-key", "near-miss-key"])
  }

  /// What follows from a misspelled or missing name is not said beside it.
  func testAMistakeAmongFaultsIsOneFinding() {
    let fault = "violates: [softmax], mutants: [no_max]}"
    for (old, new, rule) in [
      ("softmax/sums_to_one]", "softmax/sum_to_one]", "binds-to-unresolved"),
      ("[softmax, softmax/sums", "[sotfmax, softmax/sums", "binds-to-unresolved"),
      (fault, "violates: [sotfmax], mutants: [no_max]}", "fault-unresolved"),
      (fault, "violates: [softmax], mutants: [no_mx]}", "fault-unresolved"),
      ("    mutants: [no_max]\n", "    mutants: [no_mx]\n", "fault-unresolved"),
      ("    mutants: [no_max]\n", "", "mutants-missing"),
      ("    mutants: [no_max]\n", "    mutants: [no_max, other]\n", "fault-untried"),
      ("faults:\n  - {class: missing_maximum, \(fault)\n", "", "fault-untried"),
      ("format: pv/1", "format: pv/2", "unknown-value"),
    ] {
      XCTAssertTrue(Self.contract.contains(old), old)
      XCTAssertEqual(found(Self.contract.replacing(old, with: new, maxReplacements: 1)), [rule], "\(new) for \(old)")
    }
  }

  /// A mutant that runs in a falsifier of another clause only does not try the fault.
  func testAFaultMustBeTriedWhereItsClauseIsBound() {
    let other =
      "\n  - {id: FALSIFY-SM-002, rule: r, prediction: p, if_fails: i, binds_to: softmax/sums_to_one, "
      + "test: Falsifiers.FalsifySoftmax/testFalsifySM002, checks: [{metric: count, equals: 0}], mutants: [tail], "
      + "domain: {inputs: {x: {classes: [normal]}}, over: {count: 1 f32}}}"
    let text = Self.contract.replacing("    mutants: [no_max]", with: "    mutants: [no_max]" + other)
      .replacing("faults:", with: "faults:\n  - {class: tail_dropped, violates: [softmax], mutants: [tail]}")
    XCTAssertEqual(found(text), ["fault-untried"])
    XCTAssertEqual(
      found(text.replacing("binds_to: softmax/sums_to_one,", with: "binds_to: [softmax, softmax/sums_to_one],")), [])
  }

  /// The right key is there as well, so the misspelled one stands for nothing.
  func testAMisspelledSecondKeyIsNotRead() {
    let text = Self.contract.replacing("  - {id: O-1,", with: "  - {id: O-1, propetry: q,")
    XCTAssertEqual(found(text), ["near-miss-key"])
  }

  func testAMisspelledFormatMakesNoContractStrict() {
    let text = Self.contract.replacing("format: pv/1", with: "fromat: pv/1")
    XCTAssertFalse(found(text).contains { $0.hasPrefix("checks") })
    XCTAssertTrue(found(text).contains("near-miss-key"))
  }

  func testVerdictsReadWhatIsWritten() {
    let file = decode(Self.contract.replacing("domain:", with: "domian:", maxReplacements: 1))
    XCTAssertNil(file.contract?.equations.first?.domain)
    XCTAssertTrue(file.hasErrors)
  }
}
