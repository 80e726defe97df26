import Kernels

/// Attention of queries that see a window of positions.
enum WindowedAttention {
  /// The attention of consecutive queries whose keys are the last of a cache, as `Attention.prefill` gives it, each
  /// query seeing so many positions, its own included.
  ///
  /// Where some position is out of sight, each query gets a cache of the positions that it sees: the same bits however
  /// many queries come in one call, at the price of a copy of the window a query.
  static func apply(
    queries: UnsafeBufferPointer<Float>, positions: Int, cache: KVCache, heads: Int, window: Int?, scale: Float?,
    into out: UnsafeMutableBufferPointer<Float>, workspace: Attention.Workspace, threads: Int,
    implementation: Implementation
  ) throws {
    guard let window, cache.count > window else {
      try Attention.prefill(
        queries: queries, positions: positions, cache: cache, queryHeads: heads, into: out, scale: scale,
        workspace: workspace, threads: threads, implementation: implementation)
      return
    }
    let (size, first) = (queries.count / positions, cache.count - positions)
    for index in 0..<positions {
      let seen = max(0, first + index + 1 - window)..<first + index + 1
      let part = try KVCache(capacity: seen.count, kvHeads: cache.kvHeads, headDim: cache.headDim)
      try part.append(key: cache.keys(at: seen), value: cache.values(at: seen))
      let result = try Attention.decode(
        query: Array(queries[index * size..<(index + 1) * size]), cache: part, queryHeads: heads, scale: scale,
        implementation: implementation)
      _ = UnsafeMutableBufferPointer(rebasing: out[(index * size)...]).update(fromContentsOf: result)
    }
  }
}
