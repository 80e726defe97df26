/// Why a key cannot be used; nothing of the key itself is in it.
package struct KeyError: Error, Equatable, CustomStringConvertible {
  /// The file.
  package let path: String
  /// Without a full stop.
  package let reason: String

  init(_ path: String, _ reason: String) { (self.path, self.reason) = (path, reason) }

  /// `PATH: REASON`.
  package var description: String { "\(path): \(reason)" }
}
