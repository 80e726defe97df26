import ContractKit
import Metrics
import Provenance

/// The folder that one run of falsifiers writes to, and where complete results go from it.
///
/// `PV_RUN` names the folder of a run that several test processes share (the main job sets it).
/// Without it each process makes a folder of its own below `.build/falsifier-runs`, which it
/// removes again when everything in it was promoted. `PV_EVIDENCE` names another evidence folder.
struct RunFolder {
  let path: String
  let evidenceFolder: String
  private let isPrivate: Bool

  /// The folder of a run that somebody else has made.
  init(path: String, evidenceFolder: String) {
    self.path = path
    self.evidenceFolder = evidenceFolder
    isPrivate = false
  }

  init(packageRoot: String) {
    let environment = Surroundings.variables
    evidenceFolder = environment["PV_EVIDENCE"] ?? "\(packageRoot)/evidence"
    if let shared = environment["PV_RUN"] {
      path = shared
      isPrivate = false
    } else {
      path = "\(packageRoot)/.build/falsifier-runs/\(String(UInt64.random(in: .min ... .max), radix: 36))"
      isPrivate = true
    }
  }

  /// Makes the folder where there is none; only what writes needs one.
  func make() throws { try Files.makeFolder(path) }

  var ledgerPath: String { "\(path)/ledger.jsonl" }

  func record(_ event: Ledger.Event, for key: Ledger.Key) throws {
    try Ledger.record(event, for: key, in: ledgerPath)
  }

  /// What evidence belongs to.
  struct Bound {
    let claim: Digest
    let key: Digest
    let wording: Digest
    let executed: [String: Execution]
    /// Of all falsifiers of the contract.
    let keys: [String: EvidenceKey?]
  }

  /// Writes complete evidence into the run's folder, then replaces the file in evidence/ and binds it.
  ///
  /// - Parameter mayDiffer: whether bits vary from run to run.
  /// - Throws: `FalsifierError.anotherResult` where the same key gave something else before; nothing is replaced.
  func promote(_ evidence: Evidence, for key: Ledger.Key, mayDiffer: Bool, _ bound: () -> Bound) throws {
    let bytes = EvidenceFile.bytes(of: evidence)
    let result = EvidenceFile.result(of: evidence)
    let relative = EvidenceFile.relativePath(contract: key.contract, falsifier: key.falsifier)
    try Files.replace(relative, below: "\(path)/evidence", with: bytes)
    let bound = bound()
    let entry = Binding.Entry(
      claim: bound.claim, key: bound.key, result: result, executed: bound.executed, wording: bound.wording)
    do {
      try EvidenceFolder(evidenceFolder).promote(bytes, of: key, entry, keys: bound.keys, mayDiffer: mayDiffer)
    } catch let problem as EvidenceFolder.Problem {
      switch problem {
      case .binding(let path, let reason): throw FalsifierError.binding(path: path, reason: reason)
      case .anotherResult(let path): throw FalsifierError.anotherResult(key.falsifier, evidence: path)
      }
    }
    try record(.finished(result, key: bound.key), for: key)
  }

  /// Adds how long the falsifier took to what shards are balanced by.
  func writeDuration(_ seconds: Double, for key: Ledger.Key) throws {
    try Durations.log("\(key)", seconds: seconds, in: path)
  }

  /// Numbers that vary between machines, for people; not tracked.
  func writeNotes(_ notes: [String: String], for key: Ledger.Key) throws {
    guard !notes.isEmpty else { return }
    let members: [String: JSON] = [
      "contract": .string(key.contract), "falsifier": .string(key.falsifier),
      "notes": .object(notes.mapValues(JSON.string)),
    ]
    try Files.append(JSON.object(members).compactBytes + [0x0A], to: "\(path)/notes.jsonl")
  }

  /// Whether raw arrays are kept beside the evidence (`PV_ARRAYS`), so that two runs can be compared
  /// element by element.
  static let keepsArrays = Surroundings.variables["PV_ARRAYS"] != nil

  /// Keeps the raw bytes of arrays; by the kind (`inputs`, `outputs`) and name of each.
  func writeArrays(_ arrays: [(kind: String, name: String, sample: Sample)], for key: Ledger.Key) throws {
    for array in arrays {
      try Files.replace(
        "\(path)/arrays/\(key.contract)/\(key.falsifier)/\(array.kind)/\(ArrayFile.name(array.name))",
        with: array.sample.littleEndianBytes)
      array.sample.release()
    }
  }

  func removeIfPrivate() {
    if isPrivate { try? Files.remove(path) }
  }
}
