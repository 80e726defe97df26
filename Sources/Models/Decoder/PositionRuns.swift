import Kernels
import Synchronization

/// Work on many positions, shared out in runs of them.
enum PositionRuns {
  /// Fewer positions than this are done by the caller alone: to share them out takes as long.
  private static let fewest = 8
  /// Runs a thread, so that one that the system holds up does less.
  private static let runsPerThread = 4

  /// Calls `body` on runs that together are `0..<count`, and waits.
  ///
  /// - Parameter body: of one run must not write what another one reads or writes.
  /// - Throws: the error of one of the runs that threw.
  static func forEach(of count: Int, threads: Int, _ body: (Range<Int>) throws -> Void) throws {
    guard threads > 1, count >= fewest else { return try body(0..<count) }
    let failures = Failures()
    withoutActuallyEscaping(body) { body in
      // The runs have nothing in common, as the caller promises.
      nonisolated(unsafe) let body = body
      let runs = min(count, threads * runsPerThread)
      Workers.perform(runs, threads: threads) { run in
        failures.catching { try body(count * run / runs..<count * (run + 1) / runs) }
      }
    }
    try failures.rethrow()
  }
}

/// The first error of several threads.
final class Failures: Sendable {
  private let first = Mutex<(any Error)?>(nil)

  /// Runs `body` and keeps what it throws, where nothing was thrown before.
  func catching(_ body: () throws -> Void) {
    do { try body() } catch { first.withLock { $0 = $0 ?? error } }
  }

  /// Throws what was kept.
  func rethrow() throws {
    if let error = first.withLock({ $0 }) { throw error }
  }
}
