import Foundation
import XCTest

/// The order in which one process runs its falsifiers: XCTest's own, or the reverse of it where
/// `PV_ORDER` is `reversed`.
///
/// XCTest has no order to choose. Its cases are all made before the first one runs, so the first one
/// can run all of them in reverse, and end the process.
enum RunOrder {
  /// Only the main thread makes and runs cases.
  nonisolated(unsafe) private static var cases: [XCTestCase] = []
  nonisolated(unsafe) private static var hasStarted = false
  private static let isReversed = ProcessInfo.processInfo.environment["PV_ORDER"] == "reversed"

  /// Keeps a case that XCTest has made.
  static func register(_ test: XCTestCase) {
    if isReversed { cases.append(test) }
  }

  /// Runs all cases in reverse and ends the process; returns at once where nothing is asked for, or
  /// where that is what is going on.
  static func begin() {
    guard isReversed, !hasStarted, !cases.isEmpty else { return }
    hasStarted = true
    for test in cases.reversed() { test.run() }
    exit(cases.allSatisfy { $0.testRun?.hasSucceeded ?? false } ? 0 : 1)
  }
}
