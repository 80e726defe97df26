import CKernels

extension Attention {
  /// The attention of one query position to all positions of a cache, newly allocated.
  ///
  /// See `decode(query:cache:queryHeads:into:scale:workspace:threads:implementation:)`.
  public static func decode(
    query: [Float], cache: KVCache, queryHeads: Int, scale: Float? = nil, threads: Int = 1,
    implementation: Implementation = .preferred
  ) throws -> [Float] {
    try prefill(
      "Attention.decode", queries: query, positions: 1, cache: cache, queryHeads: queryHeads, scale: scale,
      threads: threads, implementation: implementation)
  }

  /// The attention of the last positions of a cache, each to itself and all before it, newly allocated.
  ///
  /// See `prefill(queries:positions:cache:queryHeads:into:scale:workspace:threads:implementation:)`.
  public static func prefill(
    queries: [Float], positions: Int, cache: KVCache, queryHeads: Int, scale: Float? = nil,
    threads: Int = 1, implementation: Implementation = .preferred
  ) throws -> [Float] {
    try prefill(
      "Attention.prefill", queries: queries, positions: positions, cache: cache, queryHeads: queryHeads,
      scale: scale, threads: threads, implementation: implementation)
  }

  /// The scores of one query position before softmax, [queryHeads][cache.count], newly allocated.
  ///
  /// `Dot.f32(query[h], key[t]) * scale`: what `decode` computes first, for captures and for
  /// comparison with other libraries.
  ///
  /// - Parameters: as of `decode`.
  /// - Throws: as `decode`.
  public static func scores(
    query: [Float], cache: KVCache, queryHeads: Int, scale: Float? = nil,
    implementation: Implementation = .preferred
  ) throws -> [Float] {
    try check(
      "Attention.scores", queries: query.count, positions: 1, cache: cache, queryHeads: queryHeads, threads: 1)
    let functions = try table.function(for: implementation)
    var scores = [Float](repeating: 0, count: queryHeads * cache.count)
    query.withUnsafeBufferPointer { query in
      scores.withUnsafeMutableBufferPointer { scores in
        let ratio = queryHeads / cache.kvHeads
        for kvHead in 0..<cache.kvHeads {
          var group = ck_attention_group(
            queries: query.baseAddress! + kvHead * ratio * cache.headDim, keys: cache.keyTiles(of: kvHead),
            values: cache.valueRows(of: kvHead), scores: scores.baseAddress! + kvHead * ratio * cache.count,
            out: nil, count: 1, heads: ratio, dim: cache.headDim, positions: cache.count, query_stride: 0,
            score_stride: cache.count, query_score_stride: 0, scale: scale ?? defaultScale(headDim: cache.headDim))
          functions.scores(&group)
        }
        for i in scores.indices { scores[i] = scores[i].withCanonicalNaN }
      }
    }
    return scores
  }

  private static func prefill(
    _ operation: String, queries: [Float], positions: Int, cache: KVCache, queryHeads: Int, scale: Float?,
    threads: Int, implementation: Implementation
  ) throws -> [Float] {
    // Before the allocations, whose sizes it makes sensible.
    try check(
      operation, queries: queries.count, positions: positions, cache: cache, queryHeads: queryHeads,
      threads: threads)
    var out = [Float](repeating: 0, count: queries.count)
    let workspace = try Workspace(queryHeads: queryHeads, capacity: cache.count)
    try queries.withUnsafeBufferPointer { queries in
      try out.withUnsafeMutableBufferPointer { out in
        try run(
          operation, queries: queries, positions: positions, cache: cache, queryHeads: queryHeads, into: out,
          scale: scale, workspace: workspace, threads: threads, implementation: implementation)
      }
    }
    return out
  }
}
