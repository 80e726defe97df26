#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How far long work is, on standard error; it moves only where that is a terminal.
final class Progress {
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let start = ContinuousClock.now
  private var isShown = false

  /// The time since the work began, such as `12.3 s`.
  var elapsed: String {
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    return "\(seconds).\(attoseconds / 100_000_000_000_000_000) s"
  }

  /// Replaces the line that is shown, from one second on.
  func show(_ text: String) {
    guard isTerminal, ContinuousClock.now - start > .seconds(1) else { return }
    isShown = true
    Console.writeError("\r\u{1B}[K\(text)")
  }

  /// Takes the line away, and leaves `text` in its place where there is one.
  func end(_ text: String? = nil) {
    if isShown { Console.writeError("\r\u{1B}[K") }
    isShown = false
    if let text { Console.writeError("\(text)\n") }
  }
}
