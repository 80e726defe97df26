/// The shards of one run, each once: what `pv merge` unites.
///
/// Nothing is taken on trust: the codes with which an engine's jobs end say little (a Slurm task that is cancelled while
/// it is pending ends with 0), so what was demanded is counted.
public struct ShardUnion: Sendable {
  /// One attempt of a shard.
  package struct Attempt: Sendable {
    /// Its folder.
    package let folder: String
    /// What it was to do, and did.
    package let record: ShardRecord

    /// What came of an item.
    package func outcome(of item: String) -> JSON? { record.done?[item]?.outcome }
  }

  /// Why shards cannot be united: every reason, with the place and the way out.
  public struct Refusal: Error, Equatable {
    /// One line each.
    package let problems: [String]

    package init(problems: [String]) { self.problems = problems }
  }

  /// The attempts that count, in the order of the shards.
  package let attempts: [Attempt]
  /// Attempts that do not count, each with why, one line each.
  package let ignored: [String]

  /// What all shards were told.
  package var common: ShardRecord { attempts[0].record }

  /// The attempt that did an item.
  package func attempt(of item: ShardRecord.Item) -> Attempt { attempts[item.shard - 1] }

  /// How long each item took, as far as that is known.
  package var durations: Durations {
    Durations(
      attempts.reduce(into: [:]) { all, attempt in
        for (item, done) in attempt.record.done ?? [:] { all[item] = done.milliseconds }
      })
  }

  /// Reads the shards' folders at and below paths.
  ///
  /// - Throws: `Refusal` where something is missing, doubled, cut off or of another run.
  public init(paths: [String]) throws(Refusal) {
    var folders: [String] = []
    var problems: [String] = []
    for path in paths {
      do {
        let found = try ShardFolder.all(at: path)
        if found.isEmpty {
          problems.append(
            "\(PathText.shown(path)): it contains no folder of a shard, such as shard-1-of-4; "
              + "`pv run --shard 1/4 --into \(PathText.shellWord(PathText.shown(path)))` makes one")
        }
        folders += found.filter { !folders.contains($0) }
      } catch { problems.append("\(error)") }
    }
    guard problems.isEmpty else { throw Refusal(problems: problems) }
    try self.init(folders: folders)
  }

  private init(folders: [String]) throws(Refusal) {
    var (all, problems, ignored): ([Attempt], [String], [String]) = ([], [], [])
    for folder in folders {
      do throws(Unread) {
        all.append(Attempt(folder: folder, record: try Self.record(of: folder)))
      } catch {
        switch error {
        case .notBegun(let reason): ignored.append(reason)
        case .broken(let reason): problems.append(reason)
        }
      }
    }
    problems += Self.strangers(all)
    guard let first = all.first, problems.isEmpty else {
      throw Refusal(problems: problems + (all.isEmpty ? ignored + ["no shard has begun: nothing can be united"] : []))
    }
    var taken: [Attempt] = []
    for index in ShardIndex.all(of: first.record.index.count) {
      let own = all.filter { $0.record.index == index }
      let finished = own.filter(\.record.isFinished)
      let open = own.filter { !$0.record.isFinished }
      guard let attempt = finished.first else {
        problems.append(Self.absence(of: index, open, first))
        continue
      }
      ignored += open.map {
        "\(PathText.shown($0.folder)): this attempt of shard \(index) did not finish; \(PathText.shown(attempt.folder)) did, "
          + "and is taken"
      }
      for one in finished { problems += Self.faults(of: one) }
      for other in finished.dropFirst() {
        if let difference = Self.difference(attempt, other) { problems.append(difference) }
      }
      taken.append(attempt)
    }
    guard problems.isEmpty else { throw Refusal(problems: problems) }
    (attempts, self.ignored) = (taken, ignored)
  }

  // MARK: One folder

  private enum Unread: Error {
    case notBegun(String)
    case broken(String)
  }

  private static func record(of folder: String) throws(Unread) -> ShardRecord {
    let path = "\(folder)/\(ShardRecord.fileName)"
    guard Files.kind(of: path) != nil else {
      throw .notBegun("\(PathText.shown(folder)): this attempt ended before it wrote \(ShardRecord.fileName)")
    }
    do { return try ShardRecord(reading: try Files.read(path, limit: 1 << 30)) } catch {
      throw .broken(
        "\(PathText.shown(path)): \(error); copy the folder again from where the shard ran, or remove it and run that "
          + "shard again")
    }
  }

  /// What keeps a finished attempt from being taken: items that it did not do or that are not its own, and files that
  /// are not as it left them.
  private static func faults(of attempt: Attempt) -> [String] {
    let record = attempt.record
    let folder = PathText.shown(attempt.folder)
    let (own, done) = (Set(record.own), Set((record.done ?? [:]).keys))
    var faults = own.subtracting(done).sorted(by: Files.utf8Order).map {
      "\(folder): \($0) is missing from what shard \(record.index) says it did; run it again: \(record.again())"
    }
    let shards = Dictionary(uniqueKeysWithValues: record.demand.map { ($0.name, $0.shard) })
    faults += done.subtracting(own).sorted(by: Files.utf8Order).map { item in
      let whose =
        shards[item].map { "belongs to shard \($0), and would count twice" } ?? "was not demanded of any shard"
      return "\(folder): shard \(record.index) did \(item), which \(whose); run it again: \(record.again())"
    }
    for (file, digest) in record.files.sorted(by: { Files.utf8Order($0.key, $1.key) }) {
      let path = "\(attempt.folder)/\(file)"
      let way = "copy the folder again from where the shard ran, or run it again: \(record.again())"
      guard Files.kind(of: path) == .file, let found = try? Digest.ofFile(path).digest else {
        faults.append("\(PathText.shown(path)) is missing, but shard \(record.index) wrote it; \(way)")
        continue
      }
      if found != digest {
        faults.append(
          "\(PathText.shown(path)) is cut off or changed: it has \(found.description.prefix(12))…, and shard "
            + "\(record.index) wrote \(digest.description.prefix(12))…; \(way)")
      }
    }
    return faults
  }

  private static func absence(of index: ShardIndex, _ open: [Attempt], _ first: Attempt) -> String {
    guard let last = open.last else {
      return "shard \(index) is missing: none of the folders belongs to it; run it: \(first.record.again(index))"
    }
    let folders = open.map { PathText.shown($0.folder) }.joined(separator: ", ")
    return "shard \(index) did not finish, or still runs: \(folders), started \(last.record.started) on "
      + "\(last.record.host); wait for it, or run it again: \(last.record.again())"
  }

  // MARK: Several folders

  /// What is of another run than the first folder.
  private static func strangers(_ all: [Attempt]) -> [String] {
    guard let first = all.first else { return [] }
    return all.dropFirst().compactMap { other in
      first.record.strangeness(of: other.record).map {
        "\(PathText.shown(other.folder)) belongs to another run than \(PathText.shown(first.folder)): \($0); "
          + "give the folders of one run only"
      }
    }
  }

  /// Where two finished attempts of one shard say different things.
  private static func difference(_ one: Attempt, _ other: Attempt) -> String? {
    let items = one.record.own.filter { one.outcome(of: $0) != other.outcome(of: $0) }
    guard let item = items.first, let left = one.outcome(of: item), let right = other.outcome(of: item) else {
      return nil
    }
    let rest = items.count > 1 ? ", and so are \(items.count - 1) more" : ""
    let index = one.record.index
    return
      "shard \(index) was finished twice, in \(PathText.shown(one.folder)) and \(PathText.shown(other.folder)), and "
      + "\(item) is not the same (\(Self.text(left, beside: right)), \(Self.text(right, beside: left)))\(rest): find out "
      + "why, and leave out the folder that is wrong"
  }

  /// The members of an outcome in which it differs from another one.
  private static func text(_ outcome: JSON, beside other: JSON) -> String {
    guard let members = outcome.object else { return String(decoding: outcome.compactBytes, as: UTF8.self) }
    let differing = members.filter { other[$0.key] != $0.value }.sorted { Files.utf8Order($0.key, $1.key) }
    return differing.first.map { name, value in
      let text = value.string ?? String(decoding: value.compactBytes, as: UTF8.self)
      return "\(name) \(SafeText.line(text.count > 60 ? String(text.prefix(60)) + "…" : text))"
    } ?? "less"
  }
}

extension ShardRecord {
  /// In what another record is of another run; nil where it is of the same.
  fileprivate func strangeness(of other: ShardRecord) -> String? {
    if kind != other.kind { return "it belongs to \(other.kind.command), not to \(kind.command)" }
    if index.count != other.index.count { return "it is one of \(other.index.count) shards, not of \(index.count)" }
    for name in Set(parameters.keys).union(other.parameters.keys).sorted(by: Files.utf8Order)
    where parameters[name] != other.parameters[name] {
      func text(_ value: JSON?) -> String {
        let text = value.map { String(decoding: $0.compactBytes, as: UTF8.self) } ?? "nothing"
        return SafeText.line(text.count > 80 ? String(text.prefix(80)) + "…" : text)
      }
      return "`\(name)` was \(text(other.parameters[name])), not \(text(parameters[name]))"
    }
    for name in Set(inputs.keys).union(other.inputs.keys).sorted(by: Files.utf8Order)
    where inputs[name] != other.inputs[name] {
      func text(_ value: String?) -> String { value.map { String($0.prefix(12)) } ?? "none" }
      return "its `\(name)` was different (\(text(other.inputs[name])), not \(text(inputs[name])))"
    }
    guard demand != other.demand else { return nil }
    let (own, others) = (Set(demand.map(\.name)), Set(other.demand.map(\.name)))
    if let item = own.symmetricDifference(others).sorted(by: Files.utf8Order).first {
      return "\(item) was demanded of \(own.contains(item) ? "the latter" : "the former") only"
    }
    let items = Dictionary(uniqueKeysWithValues: demand.map { ($0.name, $0) })
    for item in other.demand {
      guard let before = items[item.name], before != item else { continue }
      if before.digests != item.digests {
        let moved = Set(before.digests.keys).union(item.digests.keys).filter { before.digests[$0] != item.digests[$0] }
        return "it ran other sources: \(item.name) has another \(moved.sorted().joined(separator: " and "))"
      }
      return "\(item.name) belongs to shard \(item.shard), not to shard \(before.shard)"
    }
    return "its items are in another order"
  }
}
