/// `pv repro` in shards: what is split, and what comes of it united.
///
/// A falsifier under a variation is one item. What is run in one process, or needs a build of its own, stays together:
/// a variation of that kind is one item.
public struct ReproductionShards: Sendable {
  /// What is to be done: falsifiers, under a variation.
  public struct Item: Sendable {
    /// Unique in the run.
    public let name: String
    /// Under which variation.
    package let variation: Variation
    /// The falsifiers, in the run's order.
    package let subjects: [ReproductionRun.Subject]
  }

  /// All items of the run, in the order in which one machine reports them.
  public let items: [Item]

  /// The items of a reproduction.
  public init(_ variations: [Variation], _ subjects: [ReproductionRun.Subject]) {
    items = variations.flatMap { variation -> [Item] in
      if variation.isTogether || variation.isRelease {
        return [Item(name: variation.name, variation: variation, subjects: subjects)]
      }
      return subjects.map { Item(name: "\(variation.name) \($0.key)", variation: variation, subjects: [$0]) }
    }
  }

  /// The record of a shard that has not begun.
  ///
  /// - Parameters:
  ///   - parameters: what decides what is reproduced, beside variations.
  ///   - void: variations that move nothing on this machine.
  ///   - inputs: what the whole run depends on.
  ///   - digests: what a falsifier's reproduction depends on.
  ///   - durations: of falsifiers; a variation that stays together takes what they take in all.
  public func record(
    _ index: ShardIndex, parameters: [String: JSON], variations: [Variation], void: [Variation],
    inputs: [String: String], durations: Durations?, command: [String], digests: (Ledger.Key) -> [String: String]
  ) -> ShardRecord {
    var milliseconds: [String: Int] = [:]
    for item in items {
      let known = item.subjects.compactMap { durations?.milliseconds[$0.key.description] }
      // As many as are known tell of the rest.
      if !known.isEmpty { milliseconds[item.name] = known.reduce(0, +) / known.count * item.subjects.count }
    }
    let shards = ShardSplit.shards(of: items.map(\.name), durations: milliseconds, count: index.count)
    var parameters = parameters
    parameters["variations"] = .array(variations.map { .string($0.name) })
    parameters["void"] = .array(
      void.map { .object(["name": .string($0.name), "test": .string($0.moves ?? "it")]) })
    let falsifiers = items.flatMap(\.subjects).map(\.key)
    parameters["falsifiers"] = .integer(Set(falsifiers).count)
    var inputs = inputs
    inputs["durations"] = durations.map { Digest(of: $0.bytes).description }
    return ShardRecord(
      kind: .repro, index: index, parameters: parameters, inputs: inputs,
      demand: items.map { item in
        var all: [String: String] = [:]
        for subject in item.subjects {
          for (name, digest) in digests(subject.key) {
            all[item.subjects.count == 1 ? name : "\(subject.key) \(name)"] = digest
          }
        }
        return .init(name: item.name, shard: shards[item.name]!, digests: all)
      }, command: command)
  }

  /// What came of items; those that were interrupted are left out.
  package func done(_ own: [Item], _ results: [Reproduction.Result]) -> [String: ShardRecord.Done] {
    var done: [String: ShardRecord.Done] = [:]
    for item in own {
      let keys = Set(item.subjects.map(\.key))
      let rows = results.filter { $0.variation == item.variation.name && keys.contains($0.key) }
      guard rows.count == item.subjects.count else { continue }
      done[item.name] = .init(outcome: .array(rows.map(\.row.json)))
    }
    return done
  }

  /// The table of one machine's reproduction, of shards.
  ///
  /// - Throws: `ShardUnion.Refusal` where a shard says of an item something else than how its falsifiers came out.
  public static func table(_ union: ShardUnion) throws(ShardUnion.Refusal) -> ReproductionTable {
    var (rows, problems): ([ReproductionTable.Row], [String]) = ([], [])
    for item in union.common.demand {
      let attempt = union.attempt(of: item)
      let entries = attempt.outcome(of: item.name)?.array ?? []
      let own = entries.compactMap(ReproductionTable.Row.init)
      if own.isEmpty || own.count != entries.count {
        problems.append("\(PathText.shown(attempt.folder)): \(item.name) has no results of a reproduction")
      }
      rows += own
    }
    guard problems.isEmpty else { throw ShardUnion.Refusal(problems: problems) }
    let parameters = union.common.parameters
    return ReproductionTable(
      variations: parameters["variations"]?.array?.compactMap(\.string) ?? [],
      void: (parameters["void"]?.array ?? []).map {
        .init(name: $0["name"]?.string ?? "", test: $0["test"]?.string ?? "")
      }, falsifiers: parameters["falsifiers"]?.integer ?? 0, rows: rows)
  }
}
