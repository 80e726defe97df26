import ContractKit
import Foundation
import XCTest

/// The 91 contracts of a public repository, and its list of bindings, which this project did not write.
final class CorpusTests: XCTestCase {
  private func corpus() throws -> String {
    let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
      .appendingPathComponent("../..").standardized
    let folder =
      ProcessInfo.processInfo.environment["PV_CORPUS"]
      ?? root.appendingPathComponent("../shared/corpus").standardized.path
    let contracts = folder + "/provable-contracts/contracts"
    guard FileManager.default.fileExists(atPath: contracts) else {
      throw XCTSkip("corpus not judged: there is no \(contracts); set PV_CORPUS")
    }
    return contracts
  }

  func testNoContractIsLostOrWronglyRejected() throws {
    let validation = Validation(.load(paths: [try corpus()]), today: CalendarDate("2026-07-01")!)
    XCTAssertEqual(validation.summary.contracts, 91)
    XCTAssertEqual(validation.summary.readable, 91)
    XCTAssertEqual(validation.summary.foreign, 1, "binding.yaml")
    let rejected = Set(
      validation.diagnostics.filter { $0.severity == .error }.map { ($0.path as NSString).lastPathComponent })
    XCTAssertEqual(
      rejected,
      [
        "kernel-fusion-v1.yaml", "layer-parity-v1.yaml", "quantized-dot-product-v1.yaml", "tensor-layout-v1.yaml",
      ])
    XCTAssertEqual(validation.outcome(), .rejected)
    // No contract there binds a falsifier: one note, in place of a warning for each.
    XCTAssertEqual(validation.diagnostics.filter { $0.rule == "feature-unused" }.count, 1)
    XCTAssertFalse(validation.diagnostics.contains { $0.rule == "clause-unbound" })
  }

  func testTheFourOthersAreRejectedAtTheirLines() throws {
    let validation = Validation(.load(paths: [try corpus()]), today: CalendarDate("2026-07-01")!)
    let errors = validation.diagnostics.filter { $0.severity == .error }.map {
      "\(($0.path as NSString).lastPathComponent):\($0.range?.start.line ?? 0):\($0.rule)"
    }
    for expected in [
      "kernel-fusion-v1.yaml:28:equations-missing",
      "layer-parity-v1.yaml:16:equations-missing", "quantized-dot-product-v1.yaml:26:equations-missing",
      "tensor-layout-v1.yaml:17:equations-missing",
    ] {
      XCTAssertTrue(errors.contains(expected), "\(expected) is not in \(errors)")
    }
  }
}
