/// `pv each` in shards: one command for each of many items.
package enum EachShards {
  /// The items of a text: its lines, without the empty ones.
  ///
  /// - Throws: `ShardUnion.Refusal` where there is none, or one is there twice.
  package static func items(in bytes: [UInt8]) throws(ShardUnion.Refusal) -> [String] {
    let items = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
    guard !items.isEmpty else { throw ShardUnion.Refusal(problems: ["there are no items"]) }
    var known: Set<String> = []
    if let twice = items.first(where: { !known.insert($0).inserted }) {
      throw ShardUnion.Refusal(problems: ["the item \(SafeText.line(twice)) is given twice, and would count twice"])
    }
    return items
  }

  /// The record of a shard that has not begun.
  ///
  /// - Parameters:
  ///   - words: the command.
  ///   - items: of the whole run, in the order in which their outputs are united.
  ///   - program: the digest of the command's program, where it is a file.
  package static func record(
    _ index: ShardIndex, _ words: [String], items: [String], program: Digest?, durations: Durations?, command: [String]
  ) -> ShardRecord {
    let shards = ShardSplit.shards(of: items, durations: durations?.milliseconds ?? [:], count: index.count)
    var inputs: [String: String] = [:]
    inputs["program"] = program?.description
    inputs["durations"] = durations.map { Digest(of: $0.bytes).description }
    return ShardRecord(
      kind: .each, index: index, parameters: ["command": .array(words.map(JSON.string))], inputs: inputs,
      demand: items.map { .init(name: $0, shard: shards[$0]!) }, command: command)
  }

  /// Where what an item's command printed stands in a shard's folder.
  ///
  /// - Parameter place: the item's among all of the run, from 0.
  package static func output(at place: Int) -> String { "output/\(place + 1).txt" }
}
