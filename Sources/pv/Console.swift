#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import ContractKit

/// The standard streams.
enum Console {
  /// Whether standard output takes escape sequences.
  static var wantsColor: Bool {
    TextStyle.isWanted(environment: Surroundings.variables, isTerminal: isatty(STDOUT_FILENO) == 1)
  }

  /// Puts something that cannot be used in the place of a standard stream that is closed, so that no file or pipe that is
  /// opened later gets its number, and what is written there is an error and goes nowhere else.
  static func occupyStandardStreams() {
    for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(stream, F_GETFD) == -1 {
      _ = open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }

  /// Writes all of a text to standard output.
  static func write(_ text: String) { write(text, to: STDOUT_FILENO) }

  /// Writes all of a text to standard error.
  static func writeError(_ text: String) { write(text, to: STDERR_FILENO) }

  /// Writes bytes to standard output as they are.
  static func write(bytes: [UInt8]) { bytes.withUnsafeBytes { write($0, to: STDOUT_FILENO) } }

  private static func write(_ text: String, to descriptor: Int32) {
    var text = text
    text.withUTF8 { write(UnsafeRawBufferPointer($0), to: descriptor) }
  }

  private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) {
    var rest = bytes
    while !rest.isEmpty {
      #if canImport(Glibc)
        let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
      #else
        let written = Darwin.write(descriptor, rest.baseAddress, rest.count)
      #endif
      if written < 0 && errno == EINTR { continue }
      // A reader that has gone, such as `head`, wants no more.
      if written < 0 && errno == EPIPE { return }
      // A report that nobody can read must not look like success: 70 is an internal error.
      guard written > 0 else {
        let reason = String(cString: strerror(errno))
        if descriptor != STDERR_FILENO { writeError("pv: standard output cannot be written: \(reason)\n") }
        exit(Outcome.internalError.rawValue)
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[written...])
    }
  }
}
