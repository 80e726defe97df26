#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file could not be read or written; carries what was tried, the path and the system's reason.
public struct FileError: Error, CustomStringConvertible, Equatable {
  /// What was tried, as a verb: `read`, `write`, `replace`.
  public let action: String
  /// The path as it was given to the operation, absolute or not.
  public let path: String
  /// Why it failed, in the system's words or ours, without a full stop.
  public let reason: String
  /// Whether the file is larger than what was asked for.
  package let isTooLarge: Bool

  /// An error of an action on a path.
  public init(action: String, path: String, reason: String) {
    self.init(action: action, path: path, reason: reason, isTooLarge: false)
  }

  private init(action: String, path: String, reason: String, isTooLarge: Bool) {
    self.action = action
    self.path = path
    self.reason = reason
    self.isTooLarge = isTooLarge
  }

  /// The error for a file that has more bytes than were asked for.
  static func tooLarge(_ path: String, _ reason: String) -> FileError {
    FileError(action: "read", path: path, reason: reason, isTooLarge: true)
  }

  /// The error that `errno` stands for now.
  static func current(_ action: String, _ path: String) -> FileError {
    FileError(action: action, path: path, reason: String(cString: strerror(errno)))
  }

  /// One line such as `cannot read PATH: REASON`.
  public var description: String { "cannot \(action) \(path): \(reason)" }
}
