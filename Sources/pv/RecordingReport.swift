import ContractKit
import Recordings

/// What people read of a falsifier that a program has recorded.
enum RecordingReport {
  /// Writes what keeps it from evidence, or from holding; nothing where it holds.
  ///
  /// - Returns: whether it holds, or left no evidence, of which the ledger tells.
  static func write(_ result: RecordingRun.Result, of key: Ledger.Key) -> Bool {
    for line in result.failures.flatMap({ $0.split(separator: "\n") }) {
      Console.write("\(SafeText.line(String(line)))\n")
    }
    if !result.printed.isEmpty {
      Console.write("\(key.falsifier): the end of what it printed\n")
      for line in result.printed { Console.write("  \(line)\n") }
    }
    if let folder = result.folder { Console.write("  its files: \(PathText.shown(folder))\n") }
    return result.failures.isEmpty
  }
}

extension [Contract] {
  /// By id; of two with one the first.
  var byID: [String: Contract] { Dictionary(map { ($0.id, $0) }) { first, _ in first } }
}
