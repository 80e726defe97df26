import Measuring
import Kernels

/// One query position and the cache it attends to.
struct AttentionCase {
  var queryHeads: Int
  var kvHeads: Int
  var headDim: Int
  /// [queryHeads][headDim].
  var query: [Float]
  /// [position][kvHeads][headDim].
  var keys: [Float]
  var values: [Float]

  var width: Int { kvHeads * headDim }
  var positions: Int { keys.count / width }
  var ratio: Int { queryHeads / kvHeads }

  func query(head: Int) -> ArraySlice<Float> { query[head * headDim..<(head + 1) * headDim] }

  func key(_ position: Int, _ kvHead: Int) -> ArraySlice<Float> { Self.slice(keys, at: position, kvHead, of: self) }

  func value(_ position: Int, _ kvHead: Int) -> ArraySlice<Float> { Self.slice(values, at: position, kvHead, of: self) }

  private static func slice(_ array: [Float], at position: Int, _ head: Int, of shape: Self) -> ArraySlice<Float> {
    let start = position * shape.width + head * shape.headDim
    return array[start..<start + shape.headDim]
  }

  /// The cache with all positions appended.
  func cache() throws -> KVCache {
    let cache = try KVCache(capacity: positions, kvHeads: kvHeads, headDim: headDim)
    try cache.append(key: keys, value: values)
    return cache
  }

  /// The same query with the first positions alone.
  func prefix(_ count: Int) -> AttentionCase {
    var copy = self
    copy.keys = Array(keys.prefix(count * width))
    copy.values = Array(values.prefix(count * width))
    return copy
  }
}

// MARK: - Rearranged

extension AttentionCase {
  /// The case at ratio 1:1 with a cache that has, for each query head, the heads that maps give.
  func mapped(keys keyMap: (Int) -> Int, values valueMap: (Int) -> Int) -> AttentionCase {
    var wide = self
    wide.kvHeads = queryHeads
    wide.keys = (0..<positions).flatMap { t in (0..<queryHeads).flatMap { key(t, keyMap($0)) } }
    wide.values = (0..<positions).flatMap { t in (0..<queryHeads).flatMap { value(t, valueMap($0)) } }
    return wide
  }

  /// The last element of each query is 0, so that no score sees it.
  var withoutLastDimension: AttentionCase {
    var copy = self
    for head in 0..<queryHeads { copy.query[(head + 1) * headDim - 1] = 0 }
    return copy
  }
}

// MARK: - Fixtures

extension AttentionCase {
  /// 28 query heads, 4 key/value heads, head dim 128, from section 4 of the published results.
  static func published(query: [Float], keys: [Float], values: [Float]) -> AttentionCase {
    AttentionCase(queryHeads: 28, kvHeads: 4, headDim: 128, query: query, keys: keys, values: values)
  }

  /// The published first token: an empty cache, so one position.
  static var publishedFirstToken: AttentionCase {
    published(
      query: Recipes.centeredGen(19, count: 3584), keys: Recipes.centeredGen(43, count: 512),
      values: Recipes.gen(47, count: 512))
  }

  /// The published second token: a cache of one position, and its own.
  ///
  /// - Parameter queries: the multiplier of the recipe for the queries, 29.
  static func publishedSecondToken(queries: Int = 29) -> AttentionCase {
    published(
      query: Recipes.centeredGen(queries, count: 3584),
      keys: Recipes.centeredGen(53, count: 512) + Recipes.centeredGen(61, count: 512),
      values: Recipes.gen(59, count: 512) + Recipes.gen(67, count: 512))
  }

  /// Keys that single out position g for key/value head g, whose values tell positions apart: the
  /// output is 1 + the key head read, exactly, as 4096/sqrt(128) = 362 leaves every other weight 0.
  static var keyHeadProbe: AttentionCase {
    var c = published(
      query: [Float](repeating: 0, count: 3584), keys: [Float](repeating: 0, count: 4 * 512),
      values: (0..<4 * 512).map { Float($0 / 512 + 1) })
    for head in 0..<28 { c.query[head * 128] = 1 }
    for g in 0..<4 { c.keys[g * 512 + g * 128] = 4096 }
    return c
  }

  /// One position whose values tell heads apart: the output is 1 + the value head read, exactly.
  static var valueHeadProbe: AttentionCase {
    published(
      query: [Float](repeating: 1, count: 3584), keys: [Float](repeating: 0, count: 512),
      values: (0..<512).map { Float($0 / 128 + 1) })
  }

  /// Scores of about +135 for even query heads and -135 for odd ones, at 9 positions.
  static func largeScores(_ random: inout SeededGenerator) -> AttentionCase {
    var c = AttentionCase.random(28, 4, 128, positions: 9, &random)
    for i in c.query.indices { c.query[i] = c.query[i] * 0.25 + (i / 128 % 2 == 0 ? 12 : -12) }
    for i in c.keys.indices { c.keys[i] = c.keys[i] * 0.25 + 1 }
    return c
  }

  /// Random units of a shape, the queries times a factor that spreads the scores.
  static func random(
    _ queryHeads: Int, _ kvHeads: Int, _ headDim: Int, positions: Int, spread: Float = 1,
    _ random: inout SeededGenerator
  ) -> AttentionCase {
    AttentionCase(
      queryHeads: queryHeads, kvHeads: kvHeads, headDim: headDim,
      query: random.units(queryHeads * headDim).map { $0 * spread },
      keys: random.units(positions * kvHeads * headDim), values: random.units(positions * kvHeads * headDim))
  }
}
