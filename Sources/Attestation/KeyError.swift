/// Why a key cannot be used; nothing of the key itself is in it.
public struct KeyError: Error, Equatable, CustomStringConvertible {
  /// The file.
  public let path: String
  /// Without a full stop.
  public let reason: String

  init(_ path: String, _ reason: String) { (self.path, self.reason) = (path, reason) }

  /// `PATH: REASON`.
  public var description: String { "\(path): \(reason)" }
}
