#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import Synchronization

/// How far long work is, on standard error; it moves only where that is a terminal.
final class Progress: Sendable {
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let start = ContinuousClock.now
  private let isShown = Mutex(false)

  /// The time since the work began, such as `12.3 s`.
  var elapsed: String {
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    return "\(seconds).\(attoseconds / 100_000_000_000_000_000) s"
  }

  /// Replaces the line that is shown, from one second on.
  func show(_ text: String) {
    guard isTerminal, ContinuousClock.now - start > .seconds(1) else { return }
    isShown.withLock {
      $0 = true
      Console.writeError("\r\u{1B}[K\(text)")
    }
  }

  /// Takes the line away, and leaves `text` in its place where there is one.
  func end(_ text: String? = nil) {
    isShown.withLock {
      if $0 { Console.writeError("\r\u{1B}[K") }
      $0 = false
      if let text { Console.writeError("\(text)\n") }
    }
  }
}
