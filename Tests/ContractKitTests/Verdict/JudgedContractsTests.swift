import ContractKit
import XCTest

final class JudgedContractsTests: XCTestCase {
  /// `pv lsp` judges contracts at every change, in one process.
  func testContractsAreFreedWithWhoeverAskedForThem() throws {
    let folder = try TemporaryFolder(self)
    try folder.write(
      "contracts/a-v1.yaml",
      """
      metadata: {format: pv/1, version: "1.0.0", description: d, references: [r]}
      falsification_tests:
        - {id: F-1, rule: r, prediction: p, if_fails: i, test: Falsifiers.A/testB}

      """)
    let options = Verification.Options(
      root: folder.path, evidenceFolder: folder.path + "/evidence", asOf: CalendarDate("2026-07-01")!,
      isWholeProject: true)
    weak var judged: JudgedContracts?
    do {
      let contracts = JudgedContracts(ContractInputs(paths: [folder.path + "/contracts"]), options)
      XCTAssertEqual(contracts.allEntries.map(\.falsifier.id.value), ["F-1"])
      judged = contracts
      XCTAssertNotNil(judged)
    }
    XCTAssertNil(judged)
  }
}
