#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How far long work is, on standard error, where that is a terminal.
final class Progress {
  private let start = ContinuousClock.now
  private var isShown = false

  /// Shows a count, from one second on.
  func show(_ done: Int, of total: Int, _ what: String) {
    guard isatty(STDERR_FILENO) == 1, ContinuousClock.now - start > .seconds(1) else { return }
    isShown = true
    Console.writeError("\r\(done) of \(total) \(what)")
  }

  /// Takes the line away.
  func end() {
    if isShown { Console.writeError("\r\u{1B}[K") }
  }
}
