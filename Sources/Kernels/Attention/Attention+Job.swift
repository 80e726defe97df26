import CKernels

extension Attention {
  /// Checks every shape, then shares out the query heads.
  static func run(
    _ operation: String, queries: UnsafeBufferPointer<Float>, positions: Int, cache: KVCache,
    queryHeads: Int, into out: UnsafeMutableBufferPointer<Float>, scale: Float?, workspace: Workspace,
    threads: Int, implementation: Implementation
  ) throws {
    try check(
      operation, queries: queries.count, positions: positions, cache: cache, queryHeads: queryHeads,
      threads: threads)
    let shape = ShapeCheck(operation)
    try shape.equal("length of out", out.count, "length of the queries", queries.count)
    try shape.size(
      "queryHeads of the workspace", workspace.queryHeads, workspace.queryHeads >= queryHeads,
      "at least queryHeads, \(queryHeads)")
    try shape.size(
      "capacity of the workspace", workspace.capacity, workspace.capacity >= cache.count,
      "at least the positions of the cache, \(cache.count)")
    let job = Job(
      functions: try table.function(for: implementation), cache: cache, queries: queries.baseAddress!,
      out: out.baseAddress!, workspace: workspace, queryHeads: queryHeads, positions: positions,
      scale: scale ?? defaultScale(headDim: cache.headDim))
    Parallel.forEachRun(of: queryHeads, threads: threads) { job.run($0) }
  }

  /// The checks that do not concern the output.
  static func check(
    _ operation: String, queries: Int, positions: Int, cache: KVCache, queryHeads: Int, threads: Int
  ) throws {
    let shape = ShapeCheck(operation)
    try shape.size("positions of the cache", cache.count, cache.count >= 1, "at least 1")
    try shape.size(
      "positions", positions, (1...cache.count).contains(positions),
      "in 1...\(cache.count), the positions of the cache")
    try shape.size(
      "queryHeads", queryHeads, queryHeads >= 1 && queryHeads % cache.kvHeads == 0,
      "a positive multiple of kvHeads, \(cache.kvHeads)")
    try shape.size("threads", threads, threads >= 1, "at least 1")
    try shape.equal(
      "length of the queries", queries, "positions * queryHeads * headDim",
      shape.product(shape.product(positions, queryHeads), cache.headDim))
  }

  /// One path: the scores of a group of heads, softmax of a row, and the weighted sum of the values.
  struct Functions: Sendable {
    let scores: @Sendable (UnsafePointer<ck_attention_group>) -> Void
    let softmax: Softmax.Function
    let values: @Sendable (UnsafePointer<ck_attention_group>) -> Void
  }

  #if arch(x86_64)
    static let table = ImplementationTable<Functions>(
      scalar: reference,
      [
        .avx2: Functions(
          scores: { ck_f32_attention_scores_avx2($0) }, softmax: { ck_f32_softmax_avx2($0, $1, $2) },
          values: { ck_f32_attention_values_avx2($0) }),
        .avx512: Functions(
          scores: { ck_f32_attention_scores_avx512($0) }, softmax: { ck_f32_softmax_avx512($0, $1, $2) },
          values: { ck_f32_attention_values_avx512($0) }),
      ])
  #elseif arch(arm64)
    static let table = ImplementationTable<Functions>(
      scalar: reference,
      [
        .neon: Functions(
          scores: { ck_f32_attention_scores_neon($0) }, softmax: { ck_f32_softmax_neon($0, $1, $2) },
          values: { ck_f32_attention_values_neon($0) })
      ])
  #else
    static let table = ImplementationTable<Functions>(scalar: reference)
  #endif

  /// One call; runs of query heads write different scores and outputs.
  struct Job: @unchecked Sendable {
    let functions: Functions
    let cache: KVCache
    let queries: UnsafePointer<Float>
    let out: UnsafeMutablePointer<Float>
    let workspace: Workspace
    let queryHeads: Int
    let positions: Int
    let scale: Float

    /// All positions for some of the query heads, group after group.
    func run(_ heads: Range<Int>) {
      let ratio = queryHeads / cache.kvHeads
      var head = heads.lowerBound
      while head < heads.upperBound {
        let end = min((head / ratio + 1) * ratio, heads.upperBound)
        for first in stride(from: 0, to: positions, by: Workspace.queries) {
          run(group: head..<end, of: head / ratio, positions: first..<min(first + Workspace.queries, positions))
        }
        head = end
      }
    }

    private func run(group heads: Range<Int>, of kvHead: Int, positions: Range<Int>) {
      let offset = (positions.lowerBound * queryHeads + heads.lowerBound) * cache.headDim
      let rows = workspace.scores(lastOf: positions.count) + heads.lowerBound * workspace.scoreStride
      var group = ck_attention_group(
        queries: queries + offset, keys: cache.keyTiles(of: kvHead), values: cache.valueRows(of: kvHead),
        scores: rows, out: out + offset, count: positions.count, heads: heads.count, dim: cache.headDim,
        positions: cache.count - self.positions + 1 + positions.lowerBound,
        query_stride: queryHeads * cache.headDim, score_stride: workspace.scoreStride,
        query_score_stride: workspace.queryHeads * workspace.scoreStride, scale: scale)
      functions.scores(&group)
      for query in 0..<positions.count {
        for head in 0..<heads.count {
          let row = rows + query * group.query_score_stride + head * group.score_stride
          functions.softmax(row, row, group.positions + query)
        }
      }
      functions.values(&group)
    }
  }
}
