import ContractKit
import XCTest

@testable import Measuring

/// Of several runs the value that is nearest to failing is kept, rounded away from passing.
final class WorstRunTests: XCTestCase {
  /// The checks of a falsifier as a contract writes them.
  private func checks(_ text: String) throws -> [Check] {
    let contract = """
      metadata: {format: pv/1}
      falsification_tests:
        - {id: F-1, rule: "r", checks: [\(text)]}

      """
    let file = ContractFile(path: "contracts/a-v1.yaml", bytes: Array(contract.utf8))
    return try XCTUnwrap(file.contract?.falsifiers.first?.checks)
  }

  private func worst(_ values: [Double], _ text: String) throws -> Double {
    let measurements = values.map { Evidence.Measurement(.real($0), over: nil) }
    guard case .real(let value) = WorstRun.worst(of: measurements, checks: try checks(text)).value else { return .nan }
    return value
  }

  func testTheWorstIsRoundedAwayFromPassing() throws {
    for (values, check, expected) in [
      ([1.234e-7, 3e-8], "{metric: max_abs_error, at_most: 1}", 1.3e-7),
      ([0.02, 0.025], "{metric: max_abs_error, at_most: 0.1}", 0.025),
      ([95.38, 101], "{metric: sqnr, at_least: 90}", 95), ([0.5, 0.126], "{metric: sum, at_least: 0}", 0.12),
      ([2.041, 1.97], "{metric: sum, equals: 2, within: 0.1}", 2 + 0.041),
      ([2.0416, 1.97], "{metric: sum, equals: 2, within: 0.1}", 2 + 0.042),
      ([1.9584, 2.01], "{metric: sum, equals: 2, within: 0.1}", 2 - 0.042),
      ([0, 0], "{metric: max_abs_error, at_most: 1}", 0), ([-0.126, -3], "{metric: sum, at_most: 0}", -0.12),
    ] as [([Double], String, Double)] {
      let found = try worst(values, check)
      XCTAssertEqual(found, expected, accuracy: abs(expected) * 1e-12, check)
      // Never on the other side of what was measured.
      if check.contains("at_most") { XCTAssertGreaterThanOrEqual(found, values.max()!) }
      if check.contains("at_least") { XCTAssertLessThanOrEqual(found, values.min()!) }
    }
  }

  func testACosineKeepsItsDistanceFromOne() throws {
    let found = try worst([1 - 3.26e-9, 1 - 1e-9], "{metric: cosine, at_least: 0.99999}")
    XCTAssertEqual(1 - found, 3.3e-9, accuracy: 1e-14)
    XCTAssertLessThanOrEqual(found, 1 - 3.26e-9)
  }

  func testWhatIsNotFiniteIsKeptAsItIs() throws {
    XCTAssertTrue(try worst([1, .nan, 2], "{metric: max_abs_error, at_most: 3}").isNaN)
    XCTAssertEqual(try worst([1, .infinity], "{metric: max_abs_error, at_most: 3}"), .infinity)
  }

  func testCountsAreNotRounded() throws {
    let counts = [3, 127, 5].map { Evidence.Measurement(.count($0), over: nil) }
    let found = WorstRun.worst(of: counts, checks: try checks("{metric: count, at_most: 200}"))
    XCTAssertEqual(found.value, .count(127))
    // Without a check the largest is the worst.
    XCTAssertEqual(WorstRun.worst(of: counts, checks: []).value, .count(127))
  }
}
