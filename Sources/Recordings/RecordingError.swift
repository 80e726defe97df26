import ContractKit

/// Why a recording cannot be taken: the file, the array, what is wrong, and the way out.
package struct RecordingError: Error, Equatable, CustomStringConvertible {
  /// The file, as people read its path.
  package let file: String
  /// As `recording.json` names it; nil where the fault is in no array.
  package let array: String?
  package let reason: String
  package let help: String

  init(_ file: String, array: String? = nil, _ reason: String, help: String) {
    self.file = PathText.shown(file)
    self.array = array
    self.reason = reason
    self.help = help
  }

  /// `FILE: array NAME: REASON; HELP`.
  package var description: String { "\(file)\(array.map { ": array \($0)" } ?? ""): \(reason); \(help)" }
}
