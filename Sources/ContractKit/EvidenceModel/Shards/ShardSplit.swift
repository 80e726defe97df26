/// How the items of a run are split among shards: the same in every shard of the same checkout.
package enum ShardSplit {
  /// The number of the shard that each item belongs to, from 1.
  ///
  /// Items are taken from the longest to the shortest, equal ones by name, and each goes to the shard with the least to
  /// do, of several to the first (Graham's longest processing time first: the fullest shard has at most 4/3 of the least
  /// possible). An item without a duration counts as the median of the known ones, the lower of two, and as 1 where none is known.
  /// Negative durations count as 0. The order of `items` does not matter.
  ///
  /// - Complexity: O(n log n + n · `count`).
  /// - Precondition: no item is given twice, and `count` is positive.
  package static func shards(of items: [String], durations: [String: Int], count: Int) -> [String: Int] {
    let known = items.compactMap { durations[$0] }.map { max(0, $0) }.sorted()
    let usual = known.isEmpty ? 1 : known[(known.count - 1) / 2]
    let weighted = items.map { (item: $0, weight: durations[$0].map { max(0, $0) } ?? usual) }
    let sorted = weighted.sorted {
      $0.weight == $1.weight ? Files.utf8Order($0.item, $1.item) : $0.weight > $1.weight
    }
    var loads = [Int](repeating: 0, count: count)
    var shards: [String: Int] = [:]
    for (item, weight) in sorted {
      let least = loads.indices.min { loads[$0] < loads[$1] }!
      // A sum that does not fit is as full as a shard can be.
      let (sum, overflows) = loads[least].addingReportingOverflow(weight)
      loads[least] = overflows ? .max : sum
      let before = shards.updateValue(least + 1, forKey: item)
      precondition(before == nil, "\(item) is given twice")
    }
    return shards
  }
}
