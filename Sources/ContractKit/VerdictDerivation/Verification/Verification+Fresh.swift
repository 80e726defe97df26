import Provenance

extension Verification {
  /// What stands for a falsifier that need not run: its result, and the key under which it was measured.
  public struct Fresh: Equatable, Sendable {
    /// The digest of the evidence file.
    public let result: Digest
    /// The key that binds it, which the checkout gives as well.
    public let key: Digest
  }

  /// The falsifiers whose evidence is fresh: to run them again could only give the same.
  package var fresh: [Ledger.Key: Fresh] {
    var fresh: [Ledger.Key: Fresh] = [:]
    for entry in entries where entry.verdict.isJudged {
      if let result = entry.verdict.result, let key = entry.key {
        fresh[Ledger.Key(contract: entry.contract.id, falsifier: entry.falsifier.id.value)] = Fresh(
          result: result, key: key.digest)
      }
    }
    return fresh
  }
}
