/// Work shared out in runs of consecutive items.
///
/// Which items run together depends on the number of threads, so an item must not read what
/// another writes: then no result can depend on that number. Each run has the default floating-point
/// environment, whatever its thread was used for before.
enum Parallel {
  /// Many items are cut into so many runs a thread, so that one that the system holds up does less.
  private static let runsPerThread = 4
  /// Where there are many items, a run is a multiple of so many: rows that kernels take together.
  private static let rows = 32

  /// Calls `body` on runs that together are `0..<count`, on at most `threads` threads, and waits.
  ///
  /// Few items make one run a thread: those that lie together share what they read. With one thread, `body` runs on the
  /// caller's, and nothing is allocated.
  static func forEachRun(of count: Int, threads: Int, _ body: @Sendable (Range<Int>) -> Void) {
    guard min(threads, count) > 1 else { return body(0..<count) }
    let groups = (count + rows - 1) / rows
    guard groups >= threads else {
      let runs = min(threads, count)
      return Workers.perform(runs, threads: threads) { run in
        let first = count / runs * run + min(run, count % runs)
        body(first..<first + count / runs + (run < count % runs ? 1 : 0))
      }
    }
    let runs = min(groups / threads, runsPerThread) * threads
    Workers.perform(runs, threads: threads) { run in
      body(groups * run / runs * rows..<min(groups * (run + 1) / runs * rows, count))
    }
  }
}
