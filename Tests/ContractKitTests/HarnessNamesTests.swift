import XCTest

import ContractKit

/// What harnesses name, by the rule about it; few names are compared one by one, many by a table.
final class HarnessNamesTests: XCTestCase {
  private func names(_ text: String) -> HarnessNames {
    ContractOutline(ContractFile(path: "/nowhere/a-v1.yaml", bytes: Array(text.utf8))).harnesses
  }

  /// A contract with harnesses, and some obligations besides those that they name.
  private func contract(_ harnesses: [String], others: Int) -> String {
    "metadata: {description: d}\nequations: {softmax: {formula: f}, 1: {formula: f}}\nproof_obligations:\n"
      + "  - {id: SM-001, type: bound, property: \"caf\u{E9} is open\"}\n  - {type: bound, property: \"weights ≤ 1\"}\n"
      + (0..<others).map { "  - {id: OTHER-\($0), type: bound, property: p\($0)}\n" }.joined()
      + "obligations:\n  - {id: SM-002}\nkani_harnesses:\n"
      + harnesses.map { "  - {id: K, obligation: \($0)}\n" }.joined()
  }

  func testNamesAreIDsPropertiesAndEquations() {
    for others in [0, 2000] {
      let known = ["SM-001", "SM-002", "weights ≤ 1", "softmax", "\"1\"", "\"cafe\u{301} is open\""]
      let all = names(contract(known, others: others))
      XCTAssertEqual(all.count, known.count, "\(others)")
      XCTAssertEqual(all.unresolved, [], "\(others)")
      let some = names(contract(["SM-003", "SM-001", "weights", "SM-00", "~", "[SM-001]"], others: others))
      XCTAssertEqual(some.count, 4, "\(others)")
      XCTAssertEqual(some.resolved, 1, "\(others)")
      XCTAssertEqual(some.unresolved.count, 3, "\(others)")
    }
  }

  func testNothingIsNamed() {
    for text in ["[]\n", "metadata: {description: d}\n", contract([], others: 0), contract(["~"], others: 0)] {
      XCTAssertEqual(names(text).count, 0, text)
    }
  }
}
