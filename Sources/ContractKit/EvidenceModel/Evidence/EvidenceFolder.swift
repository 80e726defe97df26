import Provenance

/// Committed evidence: a folder for each contract, with a file for each falsifier and what binds them.
public struct EvidenceFolder: Sendable {
  /// The folder's path.
  public let path: String

  /// The evidence below a folder, which need not exist.
  public init(_ path: String) { self.path = path }

  /// Why a result does not take the place of another one.
  public enum Problem: Error, Equatable {
    /// What stands in the contract's binding is none, or one of another version: it is not written over.
    case binding(path: String, reason: String)
    /// The same claim and key gave something else before, which stands at this path.
    case anotherResult(path: String)
  }

  /// What keeps a result from taking the place of the one that is there; nil where nothing does.
  ///
  /// - Parameter mayDiffer: whether bits vary from run to run.
  package func obstacle(to entry: Binding.Entry, of key: Ledger.Key, mayDiffer: Bool) -> Problem? {
    do { return obstacle(to: entry, of: key, mayDiffer: mayDiffer, bound: try binding(of: key.contract).binding) } catch
    {
      return error as? Problem ?? .binding(path: "\(path)/\(key.contract)", reason: "\(error)")
    }
  }

  private func obstacle(to entry: Binding.Entry, of key: Ledger.Key, mayDiffer: Bool, bound: Binding) -> Problem? {
    let relative = Self.file(of: key)
    guard !mayDiffer, let old = bound.entries[key.falsifier], old.key == entry.key, old.claim == entry.claim,
      old.result != entry.result, let before = try? Files.read(relative, below: path),
      (try? EvidenceFile.read(before).result) == old.result
    else { return nil }
    return .anotherResult(path: "\(path)/\(relative)")
  }

  /// What binds a contract's results, and the bytes of that; an empty one where there is none.
  private func binding(of contract: String) throws -> (binding: Binding, bytes: [UInt8]?) {
    let relative = Binding.relativePath(contract: contract)
    guard Files.kind(of: "\(path)/\(relative)") != nil else { return (Binding(), nil) }
    let bytes = try Files.read(relative, below: path, limit: EvidenceFile.maximumSize)
    // Words are vouched for in it: a run that wrote over what it cannot read would take that from them.
    do { return (try Binding(reading: bytes), bytes) } catch {
      throw Problem.binding(path: "\(path)/\(relative)", reason: error.description)
    }
  }

  private static func file(of key: Ledger.Key) -> String {
    EvidenceFile.relativePath(contract: key.contract, falsifier: key.falsifier)
  }

  /// Replaces a falsifier's file and binds it; safe under parallel processes.
  ///
  /// - Parameters:
  ///   - bytes: those of the file.
  ///   - entry: what the result belongs to; see ``Binding/bind(_:to:keys:)``.
  ///   - keys: of all falsifiers of the contract.
  ///   - mayDiffer: whether bits vary from run to run.
  /// - Throws: `Problem`, where nothing is replaced, and `FileError`.
  package func promote(
    _ bytes: [UInt8], of key: Ledger.Key, _ entry: Binding.Entry, keys: [String: EvidenceKey?], mayDiffer: Bool
  ) throws {
    try Files.makeFolder("\(path)/\(key.contract)")
    // Processes of one run take turns with the contract's binding.
    let lock = try FileLock(waitingForFolder: "\(path)/\(key.contract)")
    var (binding, old) = try binding(of: key.contract)
    if let problem = obstacle(to: entry, of: key, mayDiffer: mayDiffer, bound: binding) { throw problem }
    // The same bytes are left alone, so that a read-only checkout can still be reproduced.
    let relative = Self.file(of: key)
    if (try? Files.read(relative, below: path)) != bytes { try Files.replace(relative, below: path, with: bytes) }
    binding.bind(key.falsifier, to: entry, keys: keys)
    if old != binding.bytes {
      try Files.replace(Binding.relativePath(contract: key.contract), below: path, with: binding.bytes)
    }
    _ = consume lock
  }
}
