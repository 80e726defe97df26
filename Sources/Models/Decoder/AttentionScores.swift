import Kernels

/// The scores and weights of attention as captures show them; the pass itself has them in the kernel only.
enum AttentionScores {
  /// The scores of consecutive queries, [positions][heads][cache.count].
  ///
  /// Computed by the kernel's own score function, which gives the bits that attention uses. What a query
  /// does not see, later positions or those beyond a window, is -infinity.
  ///
  /// - Parameters:
  ///   - queries: [positions][heads][headDim]; their keys are the last of the cache.
  ///   - window: how many positions a query sees, itself included; nil for all.
  static func scores(
    queries: UnsafeBufferPointer<Float>, positions: Int, cache: KVCache, heads: Int, scale: Float?, window: Int?,
    implementation: Implementation
  ) throws -> [Float] {
    let (total, size) = (cache.count, queries.count / positions)
    var result: [Float] = []
    result.reserveCapacity(positions * heads * total)
    for position in 0..<positions {
      let own = total - positions + position
      let first = window.map { max(0, own - $0 + 1) } ?? 0
      var scores = try Attention.scores(
        query: Array(queries[position * size..<(position + 1) * size]), cache: cache, queryHeads: heads, scale: scale,
        implementation: implementation)
      for index in scores.indices where !(first...own).contains(index % total) { scores[index] = -.infinity }
      result += scores
    }
    return result
  }

  /// Softmax of each row over the positions that it sees; 0 elsewhere.
  static func softmax(_ scores: [Float], total: Int, implementation: Implementation) throws -> [Float] {
    var result: [Float] = []
    result.reserveCapacity(scores.count)
    for row in stride(from: 0, to: scores.count, by: total) {
      let seen = scores[row..<row + total].indices.filter { scores[$0] != -.infinity }
      // A query sees consecutive positions, itself at least; a score of its own of -infinity is NaN's business.
      guard let first = seen.first, let last = seen.last else {
        result += [Float](repeating: 0, count: total)
        continue
      }
      result += [Float](repeating: 0, count: first - row)
      result += try Softmax.f32(Array(scores[first...last]), implementation: implementation)
      result += [Float](repeating: 0, count: row + total - last - 1)
    }
    return result
  }
}
