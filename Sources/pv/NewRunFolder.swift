import ArgumentParser
import ContractKit

/// The folder of a run, made anew; the lock of its ledger keeps a second run from taking it away from this one.
enum NewRunFolder {
  /// The path of a ledger in a run's folder.
  static func ledger(in folder: String) -> String { "\(folder)/ledger.jsonl" }

  /// Makes a folder in the place of an earlier run's.
  ///
  /// - Throws: an exit code where something else is there, or another run is writing to it.
  static func make(_ folder: String) throws -> FileLock {
    let ledgerPath = ledger(in: folder)
    if Files.kind(of: folder) != nil {
      // Only what a run left is removed: a mistyped --into must not delete anything else.
      guard Files.kind(of: ledgerPath) == .file else {
        throw Failure.rejected("\(folder) exists and is not the folder of a run; name another with --into")
      }
      guard let last = try FileLock(ledgerPath, creating: false) else { throw isBusy(folder) }
      try Files.remove(folder)
      _ = consume last
    }
    try Files.makeFolder(folder)
    guard let lock = try FileLock(ledgerPath, creating: true) else { throw isBusy(folder) }
    return lock
  }

  private static func isBusy(_ folder: String) -> ExitCode {
    Failure.rejected("another run is writing to \(folder); name another folder with --into")
  }
}
