import Dispatch

/// Work shared out in runs of consecutive items.
///
/// Which items run together depends on the number of threads, so an item must not read what
/// another writes: then no result can depend on that number. Each run has the default floating-point
/// environment, whatever its thread was used for before.
enum Parallel {
  /// Calls `body` on each of at most `threads` runs that together are `0..<count`, and waits.
  ///
  /// With one thread, `body` runs on the caller's, and nothing is allocated.
  static func forEachRun(of count: Int, threads: Int, _ body: @Sendable (Range<Int>) -> Void) {
    let runs = min(threads, count)
    guard runs > 1 else { return body(0..<count) }
    DispatchQueue.concurrentPerform(iterations: runs) { run in
      let first = count / runs * run + min(run, count % runs)
      FloatingPointEnvironment.withDefault { body(first..<first + count / runs + (run < count % runs ? 1 : 0)) }
    }
  }
}
