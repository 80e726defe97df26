import Provenance

/// The shards of a `pv run`, as one run.
///
/// Evidence and bindings become what one machine's run would have made them, byte for byte; the ledger has the same
/// lines, and run.json a member for each shard, since machines and times are many.
package struct RunMerge {
  /// A falsifier that finished, with all that is needed to promote it.
  private struct Result {
    let key: Ledger.Key
    let bytes: [UInt8]
    let entry: Binding.Entry
    let mayDiffer: Bool
  }

  private let union: ShardUnion
  private let book: RunShards.Book
  private let evidence: EvidenceFolder
  private var results: [Result] = []
  /// Those that did not finish, with how they ended, in the run's order.
  package private(set) var unfinished: [(key: Ledger.Key, outcome: String)] = []

  /// How many falsifiers finished.
  package var finished: Int { results.count }
  /// How many were to be run.
  package var demanded: Int { union.common.demand.count }
  /// How many were fresh, and so not run.
  package var fresh: Int { union.common.parameters["fresh"]?.object?.count ?? 0 }
  /// The largest exit status of the shards' commands.
  package let exitStatus: Int

  /// Looks whether shards can be united in a checkout; nothing is written.
  ///
  /// - Throws: `ShardUnion.Refusal` where a result is of other sources than the checkout's, or not as its shard says.
  package init(_ union: ShardUnion, _ contracts: [Contract], root: String) throws(ShardUnion.Refusal) {
    self.union = union
    book = RunShards.Book(contracts, root: root)
    evidence = EvidenceFolder("\(root)/evidence")
    let records = union.attempts.map { Self.runRecord(of: $0) }
    exitStatus = records.map { $0?["exit_status"]?.integer ?? 1 }.max() ?? 1
    var problems: [String] = []
    for item in union.common.demand {
      let attempt = union.attempt(of: item)
      guard let key = Ledger.Key(item.name), let outcome = attempt.outcome(of: item.name) else {
        problems.append("\(PathText.shown(attempt.folder)): \(item.name) is not a falsifier of any contract")
        continue
      }
      guard outcome["event"]?.string == "finished" else {
        unfinished.append((key, outcome["event"]?.string ?? "nothing is said of it"))
        continue
      }
      do throws(Fault) { results.append(try result(item, key, outcome, attempt)) } catch {
        problems.append("\(PathText.shown(attempt.folder)): \(key.falsifier) (\(key.contract)): \(error.reason)")
      }
    }
    guard problems.isEmpty else { throw ShardUnion.Refusal(problems: problems) }
  }

  private struct Fault: Error { let reason: String }

  private func result(
    _ item: ShardRecord.Item, _ key: Ledger.Key, _ outcome: JSON, _ attempt: ShardUnion.Attempt
  ) throws(Fault) -> Result {
    func digest(_ name: String) -> Digest? { outcome[name]?.string.flatMap(Digest.init(_:)) }
    let again = "run the shard again: \(attempt.record.again())"
    guard let result = digest("result"), let sources = digest("key"), let claim = digest("claim") else {
      throw Fault(
        reason: "it finished, but left no bound evidence: its command must write to the folder that PV_EVIDENCE names")
    }
    guard item.digests["key"] == sources.description, item.digests["claim"] == claim.description else {
      throw Fault(reason: "its sources or its contract changed while the shard ran; \(again)")
    }
    let here = book.digests(of: key)
    for name in ["claim", "key"] where here[name] != item.digests[name] {
      let found = here[name].map { "\($0.prefix(12))…" } ?? "none"
      throw Fault(
        reason: "it ran other sources: its \(name) is \(item.digests[name]?.prefix(12) ?? "none")…, and that of this "
          + "checkout is \(found); merge in the checkout that the shards ran in, or run them again here")
    }
    guard let falsifier = book.falsifier(key) else { throw Fault(reason: "this checkout has no such falsifier") }
    let relative = "evidence/" + EvidenceFile.relativePath(contract: key.contract, falsifier: key.falsifier)
    let bytes: [UInt8]
    do {
      guard attempt.record.files[relative] != nil else { throw Fault(reason: "\(relative) is not among its files") }
      bytes = try Files.read(relative, below: attempt.folder, limit: EvidenceFile.maximumSize)
      guard try EvidenceFile.read(bytes).result == result else {
        throw Fault(reason: "\(relative) is not the evidence that the shard's record names; \(again)")
      }
    } catch { throw error as? Fault ?? Fault(reason: "\(relative): \(error); \(again)") }
    let executed = outcome["executed"]?.object ?? [:]
    let entry = Binding.Entry(
      claim: claim, key: sources, result: result,
      executed: executed.compactMapValues { $0.string.flatMap(Execution.init(rawValue:)) }, wording: digest("wording"))
    if let problem = evidence.obstacle(to: entry, of: key, mayDiffer: falsifier.varies != nil) {
      switch problem {
      case .binding(let path, let reason):
        throw Fault(reason: "\(PathText.shown(path)): \(reason); restore it (git checkout)")
      case .anotherResult(let path):
        throw Fault(
          reason:
            "its result differs from \(PathText.shown(path)), which has the same key: the falsifier is not repeatable, or "
            + "depends on something that the key does not cover; to take the new result, remove that file and merge "
            + "again"
        )
      }
    }
    return Result(key: key, bytes: bytes, entry: entry, mayDiffer: falsifier.varies != nil)
  }

  /// Promotes all evidence, and writes the folder of the whole run.
  ///
  /// - Parameter folder: the run's; its ledger is there and empty.
  /// - Throws: `FileError`.
  package func write(into folder: String) throws {
    var ledger: [UInt8] = []
    for (item, fresh) in (union.common.parameters["fresh"]?.object ?? [:]).sorted(by: { Files.utf8Order($0.0, $1.0) }) {
      guard let key = Ledger.Key(item), let result = fresh["digest"]?.string.flatMap(Digest.init(_:)),
        let sources = fresh["key"]?.string.flatMap(Digest.init(_:))
      else { continue }
      ledger += Ledger.line(.fresh(result, key: sources), for: key)
    }
    let keys = union.common.demand.compactMap { Ledger.Key($0.name) }
    for key in keys { ledger += Ledger.line(.demanded, for: key) }
    for item in union.common.parameters["unasked"]?.array ?? [] {
      if let key = item.string.flatMap(Ledger.Key.init(_:)) { ledger += Ledger.line(.unasked, for: key) }
    }
    let lines = try union.attempts.map { attempt in
      Dictionary(grouping: try Ledger.lines(of: "\(attempt.folder)/ledger.jsonl"), by: \.key)
    }
    let notes = union.attempts.map { Self.notes(of: $0) }
    var allNotes: [UInt8] = []
    for (item, key) in zip(union.common.demand, keys) {
      for line in lines[item.shard - 1][key] ?? [] where line.event != .demanded {
        ledger += Ledger.line(line.event, for: key)
      }
      for note in notes[item.shard - 1][key] ?? [] { allNotes += note + [UInt8(ascii: "\n")] }
    }
    for result in results {
      try Files.replace(
        EvidenceFile.relativePath(contract: result.key.contract, falsifier: result.key.falsifier),
        below: "\(folder)/evidence", with: result.bytes)
      try evidence.promote(
        result.bytes, of: result.key, result.entry, keys: book.keys(of: result.key.contract),
        mayDiffer: result.mayDiffer)
    }
    if !allNotes.isEmpty { try Files.replace("\(folder)/notes.jsonl", with: allNotes) }
    try Files.replace("\(folder)/\(Durations.fileName)", with: union.durations.bytes)
    try Files.replace("\(folder)/run.json", with: record.canonicalBytes)
    // Added, not replaced: whoever holds the file holds the run.
    try Files.append(ledger, to: "\(folder)/ledger.jsonl")
  }

  // MARK: What names machines and times

  private static func runRecord(of attempt: ShardUnion.Attempt) -> JSON? {
    try? JSON(reading: Files.read("run.json", below: attempt.folder))
  }

  /// What all shards say alike, as one machine says it; times added up, and null where they do not agree.
  private var record: JSON {
    let records = union.attempts.map { Self.runRecord(of: $0) ?? .object([:]) }
    var members: [String: JSON] = [:]
    for name in Set(records.flatMap { ($0.object ?? [:]).keys }) {
      let values = records.map { $0[name] ?? .null }
      members[name] = values.allSatisfy { $0 == values[0] } ? values[0] : .null
    }
    members["exit_status"] = .integer(exitStatus)
    members["milliseconds"] = .integer(records.reduce(0) { $0 + ($1["milliseconds"]?.integer ?? 0) })
    members["started"] = records.compactMap { $0["started"]?.string }.min().map(JSON.string) ?? .null
    members["shards"] = .array(
      zip(union.attempts, records).map { attempt, record in
        .object([
          "shard": .string(attempt.record.index.description),
          "folder": .string(attempt.folder.split(separator: "/").last.map(String.init) ?? attempt.folder),
          "run": record,
        ])
      })
    return .object(members)
  }

  private static func notes(of attempt: ShardUnion.Attempt) -> [Ledger.Key: [[UInt8]]] {
    let lines = ((try? Files.read("notes.jsonl", below: attempt.folder)) ?? []).split(separator: UInt8(ascii: "\n"))
    return lines.reduce(into: [:]) { all, line in
      guard let json = try? JSON(reading: Array(line)), let contract = json["contract"]?.string,
        let falsifier = json["falsifier"]?.string
      else { return }
      all[Ledger.Key(contract: contract, falsifier: falsifier), default: []].append(Array(line))
    }
  }
}
