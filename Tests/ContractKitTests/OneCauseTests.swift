import ContractKit
import XCTest

/// One mistake is one finding: what is missing because its key is misspelt is not said a second time.
final class OneCauseTests: XCTestCase {
  private static let contract =
    String(decoding: RuleExample.completed([]), as: UTF8.self)
    + "proof_obligations:\n  - {id: O-1, type: bound, property: p, applies_to: softmax}\n"
    + "gates:\n  - {id: G-1, requires: [FALSIFY-SM-001]}\n"

  private func found(_ text: String) -> [String] {
    Validation(ContractSet(files: [decode(text, path: "/nowhere/a-v1.yaml")]), today: CalendarDate("2026-07-01")!)
      .diagnostics.map(\.rule)
  }

  /// Every key that the contract has, misspelt by one letter.
  func testEachMisspeltKeyIsOneFinding() {
    XCTAssertEqual(found(Self.contract), [])
    for key in [
      "metadata", "version", "description", "references", "equations", "formula", "domain", "invariants", "statement",
      "falsification_tests", "prediction", "if_fails", "binds_to", "checks", "metric", "at_most", "mutants",
      "proof_obligations", "property", "applies_to", "gates", "requires",
    ] {
      let misspelt = key.dropLast(2) + key.suffix(2).reversed()
      XCTAssertTrue(Self.contract.contains("\(key):"), key)
      let text = Self.contract.replacing("\(key):", with: "\(misspelt):", maxReplacements: 1)
      XCTAssertEqual(found(text), ["near-miss-key"], "\(misspelt) for \(key)")
    }
  }

  func testBelowAMisspeltKeyFaultsAreFound() {
    let text = Self.contract.replacing("equations:", with: "equatoins:").replacing("domain:", with: "domian:")
    XCTAssertEqual(found(text), ["near-miss-key", "near-miss-key"])
  }

  /// The right key is there as well, so the misspelt one stands for nothing.
  func testAMisspeltSecondKeyIsNotRead() {
    let text = Self.contract.replacing("  - {id: O-1,", with: "  - {id: O-1, propetry: q,")
    XCTAssertEqual(found(text), ["near-miss-key"])
  }

  func testAMisspeltFormatMakesNoContractStrict() {
    let text = Self.contract.replacing("format: pv/1", with: "fromat: pv/1")
    XCTAssertFalse(found(text).contains { $0.hasPrefix("checks") })
    XCTAssertTrue(found(text).contains("near-miss-key"))
  }

  func testVerdictsReadWhatIsWritten() {
    let file = decode(Self.contract.replacing("domain:", with: "domian:"))
    XCTAssertNil(file.contract?.equations.first?.domain)
    XCTAssertTrue(file.hasErrors)
  }
}
