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
        let job = Job(
          functions: functions, queries: query.baseAddress!, out: nil, keys: cache.keys.baseAddress!,
          values: cache.values.baseAddress!, scores: scores.baseAddress!, scoreStride: cache.count,
          queryHeads: queryHeads, ratio: queryHeads / cache.kvHeads, headDim: cache.headDim,
          width: cache.width, firstCount: cache.count, positions: 1,
          scale: scale ?? defaultScale(headDim: cache.headDim))
        job.run(0..<queryHeads)
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
