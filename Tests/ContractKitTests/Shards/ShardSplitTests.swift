import ContractKit
import XCTest

final class ShardSplitTests: XCTestCase {
  private let items = (1...40).map { "c-v1/FALSIFY-\($0)" }

  private func loads(_ shards: [String: Int], _ durations: [String: Int], _ count: Int) -> [Int] {
    shards.reduce(into: [Int](repeating: 0, count: count)) { $0[$1.value - 1] += durations[$1.key] ?? 0 }
  }

  func testEachItemIsInOneShardWhateverTheOrder() {
    let durations = Dictionary(uniqueKeysWithValues: items.enumerated().map { ($1, ($0 * 37) % 11 * 100) })
    let shards = ShardSplit.shards(of: items, durations: durations, count: 7)
    XCTAssertEqual(Set(shards.keys), Set(items))
    XCTAssertEqual(Set(shards.values), Set(1...7))
    XCTAssertEqual(ShardSplit.shards(of: items.reversed(), durations: durations, count: 7), shards)
    XCTAssertEqual(ShardSplit.shards(of: items.sorted(), durations: durations, count: 7), shards)
  }

  /// By hand: 9, 7, 6, 5, 5 and two shards; 9 | 7, 9 | 7 6, 9 5 | 7 6, 9 5 | 7 6 5.
  func testTheLongestGoesToWhoHasTheLeast() {
    let durations = ["a": 5, "b": 9, "c": 6, "d": 7, "e": 5]
    XCTAssertEqual(
      ShardSplit.shards(of: ["a", "b", "c", "d", "e"], durations: durations, count: 2),
      ["b": 1, "d": 2, "c": 2, "a": 1, "e": 2])
  }

  /// Without any duration all count 1, and equal ones go by name to the first of those with the least.
  func testWithoutDurationsItGoesInTurn() {
    XCTAssertEqual(
      ShardSplit.shards(of: ["d", "a", "c", "b", "e"], durations: [:], count: 3),
      ["a": 1, "b": 2, "c": 3, "d": 1, "e": 2])
  }

  /// Unknown ones count as the lower median of the known, 10: b 100 | a 10, c 10, x 10 …
  func testWhatIsUnknownCountsAsTheMedian() {
    let shards = ShardSplit.shards(
      of: ["a", "b", "c", "d", "x", "y"], durations: ["a": 10, "b": 100, "c": 10, "d": 50, "elsewhere": 7], count: 2)
    XCTAssertEqual(shards, ["b": 1, "d": 2, "a": 2, "c": 2, "x": 2, "y": 2])
  }

  func testNoShardHasMoreThanFourThirdsOfTheLeastPossible() {
    for seed in 1...50 {
      var state = UInt64(seed)
      let durations = Dictionary(
        uniqueKeysWithValues: items.map { item in
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          return (item, Int(state >> 54))
        })
      let loads = loads(ShardSplit.shards(of: items, durations: durations, count: 6), durations, 6)
      let least = max(loads.reduce(0, +) / 6, durations.values.max() ?? 0)
      XCTAssertLessThanOrEqual(loads.max() ?? 0, least * 4 / 3 + 1, "seed \(seed)")
    }
  }

  func testMoreShardsThanItemsAndNoItemsAtAll() {
    XCTAssertEqual(ShardSplit.shards(of: ["b", "a"], durations: [:], count: 5), ["a": 1, "b": 2])
    XCTAssertEqual(ShardSplit.shards(of: [], durations: ["a": 1], count: 2), [:])
    XCTAssertEqual(
      ShardSplit.shards(of: ["a", "b", "c"], durations: ["a": .max, "b": .max, "c": -1], count: 1),
      ["a": 1, "b": 1, "c": 1])
  }

  func testOneSpellingAShard() {
    XCTAssertEqual(ShardIndex("3/8")?.number, 3)
    XCTAssertEqual(ShardIndex("3/8")?.folderName, "shard-3-of-8")
    for text in ["0/8", "9/8", "3", "3/", "/8", "3/8/1", "+3/8", "03/8", "3/0", "-1/8", " 3/8", "1/10001", "३/८"] {
      XCTAssertNil(ShardIndex(text), text)
    }
  }

  func testDurationsAreReadAsTheyWereWritten() throws {
    let durations = Durations(["c-v1/F": 12, "c-v1/G": 0])
    XCTAssertEqual(try Durations(reading: durations.bytes), durations)
    for text in [
      "{}", "[]", "{\"schema\":{\"name\":\"pv-durations\",\"version\":2},\"milliseconds\":{}}",
      "{\"schema\":{\"name\":\"pv-durations\",\"version\":1},\"milliseconds\":{\"a\":-1}}",
      "{\"schema\":{\"name\":\"pv-durations\",\"version\":1},\"milliseconds\":{\"a\":\"1\"}}",
    ] { XCTAssertThrowsError(try Durations(reading: Array(text.utf8)), text) }
  }
}
