import Provenance

/// `pv run` in shards: what all of them are told, and what each says of its falsifiers.
public enum RunShards {
  /// What decides which falsifiers a run demands.
  public struct Request {
    /// As `--filter` has it.
    public var filter: [String]
    /// Whether what is fresh is left out.
    package var stale: Bool
    /// The weights that are asked for.
    package var live: LiveRequest

    /// A request.
    public init(filter: [String], stale: Bool, live: LiveRequest) {
      (self.filter, self.stale, self.live) = (filter, stale, live)
    }
  }

  /// The falsifiers that a run has to do with.
  public struct Falsifiers {
    /// Those that are run, in the order of the contracts.
    package var running: [Ledger.Key]
    /// Those that are demanded, and not run.
    package var fresh: [Ledger.Key: Verification.Fresh]
    /// Those that need weights that were not asked for.
    package var unasked: [Ledger.Key]

    /// Falsifiers of a run.
    public init(running: [Ledger.Key], fresh: [Ledger.Key: Verification.Fresh], unasked: [Ledger.Key]) {
      (self.running, self.fresh, self.unasked) = (running, fresh, unasked)
    }
  }

  /// The record of a shard of a run that has not begun.
  ///
  /// - Parameters:
  ///   - durations: what the split is balanced by; nil where there are none.
  ///   - root: the project's folder, whose sources give the keys.
  /// - Throws: `FileError` where a contract cannot be read again.
  public static func record(
    _ index: ShardIndex, _ request: Request, _ falsifiers: Falsifiers, _ set: ContractSet, durations: Durations?,
    root: String, command: [String]
  ) throws -> ShardRecord {
    let book = Book(set.contracts, root: root)
    let shards = ShardSplit.shards(
      of: falsifiers.running.map(\.description), durations: durations?.milliseconds ?? [:], count: index.count)
    var inputs = ["contracts": try digest(of: set, root: root).description, "pv": ProgramVersion.current]
    inputs["durations"] = durations.map { Digest(of: $0.bytes).description }
    return ShardRecord(
      kind: .run, index: index,
      parameters: [
        "filter": .array(request.filter.map(JSON.string)), "stale": .bool(request.stale),
        "live": .array(request.live.names.sorted(by: Files.utf8Order).map(JSON.string)),
        "fresh": .object(
          Dictionary(
            uniqueKeysWithValues: falsifiers.fresh.map { key, fresh in
              let members = ["digest": fresh.result.description, "key": fresh.key.description]
              return (key.description, .object(members.mapValues(JSON.string)))
            })),
        "unasked": .array(falsifiers.unasked.map { .string($0.description) }),
      ], inputs: inputs,
      demand: falsifiers.running.map { key in
        ShardRecord.Item(name: key.description, shard: shards[key.description]!, digests: book.digests(of: key))
      }, command: command)
  }

  /// The digest of all contracts' files, by their paths in the project.
  package static func digest(of set: ContractSet, root: String) throws -> Digest {
    let lines = try set.files.map { file in
      "\(try Digest.ofFile(file.path).digest)  \(PathText.shown(PathText.absolute(file.path), from: root))\n"
    }
    return Digest(of: Array(lines.sorted(by: Files.utf8Order).joined().utf8))
  }

  /// Copies what is committed of falsifiers, so that their results are promoted in a shard's folder as in a checkout.
  ///
  /// - Throws: `FileError`.
  package static func copyEvidence(of keys: [Ledger.Key], from committed: String, to folder: String) throws {
    let files =
      keys.map { EvidenceFile.relativePath(contract: $0.contract, falsifier: $0.falsifier) }
      + Set(keys.map(\.contract)).map { Binding.relativePath(contract: $0) }
    for file in files where Files.kind(of: "\(committed)/\(file)") == .file {
      try Files.replace(file, below: folder, with: try Files.read(file, below: committed))
    }
  }

  /// The files of a shard's folder that are merged or that merging reads.
  public static func files(of keys: [Ledger.Key]) -> [String] {
    ["ledger.jsonl", "notes.jsonl", "run.json"]
      + keys.map { "evidence/" + EvidenceFile.relativePath(contract: $0.contract, falsifier: $0.falsifier) }
  }

  /// What came of the falsifiers of a shard that has ended.
  ///
  /// - Parameters:
  ///   - own: those of the shard.
  ///   - folder: the shard's, with ledger and durations.
  ///   - evidence: where results were promoted to.
  /// - Throws: `FileError` and `JSONError` where the ledger cannot be read.
  package static func done(
    _ own: [Ledger.Key], folder: String, evidence: String
  ) throws -> [String: ShardRecord.Done] {
    let ledger = try Ledger(path: "\(folder)/ledger.jsonl")
    let durations = Durations(logIn: folder)
    var bindings: [String: Binding] = [:]
    var done: [String: ShardRecord.Done] = [:]
    for key in own {
      let outcome = ledger.outcome(of: key)
      var members: [String: JSON] = ["event": .string("\(outcome)")]
      if case .finished(let result, let sources) = outcome {
        members["event"] = .string("finished")
        members["result"] = .string(result.description)
        members["key"] = .string(sources.description)
        let path = "\(evidence)/\(Binding.relativePath(contract: key.contract))"
        if bindings[key.contract] == nil { bindings[key.contract] = try? Binding(reading: Files.read(path)) }
        if let entry = bindings[key.contract]?.entries[key.falsifier], entry.result == result {
          members["claim"] = .string(entry.claim.description)
          members["wording"] = entry.wording.map { .string($0.description) }
          members["executed"] = .object(entry.executed.mapValues { .string($0.rawValue) })
        }
      }
      done[key.description] = .init(outcome: .object(members), milliseconds: durations.milliseconds[key.description])
    }
    return done
  }

  /// The claims and keys of a checkout's falsifiers.
  struct Book {
    private let library: [String: Contract]
    private let keys: [String: [String: EvidenceKey?]]

    init(_ contracts: [Contract], root: String) {
      let library = Dictionary(contracts.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
      self.library = library
      let book = KeyBook(root: root)
      keys = library.mapValues { book.keys(of: $0, library: library) }
    }

    func falsifier(_ key: Ledger.Key) -> Falsifier? { library[key.contract]?.falsifier(key.falsifier) }

    /// Of all falsifiers of a contract.
    func keys(of contract: String) -> [String: EvidenceKey?] { keys[contract] ?? [:] }

    /// What a falsifier's result will belong to, where that can be told.
    func digests(of key: Ledger.Key) -> [String: String] {
      guard let contract = library[key.contract], let falsifier = falsifier(key) else { return [:] }
      var digests = ["claim": ClaimDigest.digest(of: falsifier, in: contract, library: library).description]
      if let sources = keys(of: key.contract)[key.falsifier] ?? nil { digests["key"] = sources.digest.description }
      return digests
    }
  }
}
