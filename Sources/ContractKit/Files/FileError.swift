#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file could not be read or written; carries what was tried, the path and the system's reason.
public struct FileError: Error, CustomStringConvertible, Equatable {
  /// What was tried, as a verb: `read`, `write`, `replace`.
  public let action: String
  public let path: String
  public let reason: String

  public init(action: String, path: String, reason: String) {
    self.action = action
    self.path = path
    self.reason = reason
  }

  /// The error that `errno` stands for now.
  static func current(_ action: String, _ path: String) -> FileError {
    FileError(action: action, path: path, reason: String(cString: strerror(errno)))
  }

  public var description: String { "cannot \(action) \(path): \(reason)" }
}
