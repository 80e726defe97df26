#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import Foundation

/// How far a long command has come, on standard error; it moves only where that is a terminal.
enum Progress {
  private static let isTerminal = isatty(STDERR_FILENO) == 1

  /// Replaces the line that is shown.
  static func show(_ text: String) {
    if isTerminal { Console.writeError("\r\u{1B}[K\(text)") }
  }

  /// Replaces the line by one that stays.
  static func end(_ text: String) { Console.writeError("\(isTerminal ? "\r\u{1B}[K" : "")\(text)\n") }

  /// A duration such as `12.3 s`.
  static func seconds(since start: Date) -> String {
    let tenths = Int((Date().timeIntervalSince(start) * 10).rounded())
    return "\(tenths / 10).\(tenths % 10) s"
  }
}
