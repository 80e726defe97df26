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
      functions: try table.function(for: implementation), queries: queries.baseAddress!,
      out: out.baseAddress!, keys: cache.keys.baseAddress!, values: cache.values.baseAddress!,
      scores: workspace.scores, scoreStride: workspace.scoreStride, queryHeads: queryHeads,
      ratio: queryHeads / cache.kvHeads, headDim: cache.headDim, width: cache.width,
      firstCount: cache.count - positions + 1, positions: positions,
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
    let queries: UnsafePointer<Float>
    /// Where the outputs go; nil to stop at the scores.
    let out: UnsafeMutablePointer<Float>?
    let keys: UnsafePointer<Float>
    let values: UnsafePointer<Float>
    let scores: UnsafeMutablePointer<Float>
    let scoreStride: Int
    let queryHeads: Int
    /// Query heads a key/value head.
    let ratio: Int
    let headDim: Int
    let width: Int
    /// The number of positions that the first query sees; each later one sees one more.
    let firstCount: Int
    let positions: Int
    let scale: Float

    /// All positions for some of the query heads, group after group.
    func run(_ heads: Range<Int>) {
      var head = heads.lowerBound
      while head < heads.upperBound {
        let end = min((head / ratio + 1) * ratio, heads.upperBound)
        for position in 0..<positions { run(group: head..<end, position: position) }
        head = end
      }
    }

    private func run(group heads: Range<Int>, position: Int) {
      let offset = (position * queryHeads + heads.lowerBound) * headDim
      let kvOffset = heads.lowerBound / ratio * headDim
      let rows = scores + heads.lowerBound * scoreStride
      let count = firstCount + position
      var group = ck_attention_group(
        query: queries + offset, keys: keys + kvOffset, values: values + kvOffset, scores: rows,
        out: nil, heads: heads.count, dim: headDim, stride: width, positions: count,
        score_stride: scoreStride, scale: scale)
      functions.scores(&group)
      guard let out else { return }
      for row in 0..<heads.count { functions.softmax(rows + row * scoreStride, rows + row * scoreStride, count) }
      group.out = out + offset
      functions.values(&group)
    }
  }
}
