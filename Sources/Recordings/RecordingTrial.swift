import ContractKit
import Measuring

/// Judges a recording without making evidence of it.
package enum RecordingTrial {
  /// What keeps a falsifier from holding, by a recording that may have been made without `pv run`.
  ///
  /// - Throws: `RecordingError` and `FalsifierError`.
  package static func failures(
    folder: String, of falsifier: Falsifier, in contract: Contract, root: String
  ) throws -> [String] {
    let recording = try Recording(folder: folder, of: falsifier, in: contract, run: nil)
    // The session writes nothing there: it only measures.
    let session = try FalsifierSession(
      recorded: falsifier.id.value, contract: contract.id, root: root, folder: folder, evidence: folder)
    try session.rehearse { try recording.replay(into: $0, of: falsifier) }
    try recording.requireUnchanged()
    return session.failures()
  }
}
