import CKernels

/// Grouped-query attention over a key/value cache, with any ratio of query to key/value heads.
///
/// Query head h reads key/value head `h / (queryHeads / kvHeads)`.
public enum Attention {
  /// The paths with code of their own that this processor can run, reference first.
  public static var implementations: [Implementation] { table.implementations }

  /// The attention of one query position to all positions of a cache.
  ///
  /// The order, for query head h, its key/value head g and positions t = 0, 1, ... of the cache:
  /// `score[t] = Dot.f32(query[h], key[t][g]) * scale`; `weight = Softmax.f32(score)`; each output
  /// starts as +0 and, for t ascending, `out[h][d] = fma(weight[t], value[t][g][d], out[h][d])`.
  /// No sum depends on the number of threads, which share out query heads. With one thread and a
  /// workspace nothing is allocated. On the SIMD paths each key and each value is read from memory
  /// once for all query heads that share it.
  ///
  /// - Parameters:
  ///   - query: [queryHeads][headDim].
  ///   - cache: keys and values, that of the query's own position included.
  ///   - queryHeads: a multiple of the cache's kvHeads.
  ///   - out: [queryHeads][headDim]; may be the same memory as `query`.
  ///   - scale: factor of the scores; nil means `1 / sqrt(headDim)`, root and quotient rounded to f32.
  ///   - workspace: room for the scores; holds the weights afterwards.
  ///   - threads: the number of threads to share the query heads, at least 1.
  ///   - implementation: the path; all give the same bits.
  /// - Throws: `KernelError.invalidSize` for an empty cache, query heads that are no positive
  ///   multiple of kvHeads, threads below 1, or a workspace too small; `KernelError.shapeMismatch`
  ///   when query or out do not fit queryHeads * headDim; `KernelError.unavailable`.
  /// - Complexity: O(queryHeads * positions * headDim).
  ///
  /// Error: of a weight, that of `Softmax.f32`, and the relative change `2 * max|error of a score|`;
  /// of the weighted sum, `gamma(positions) * sum of weight * |value|`.
  ///
  /// Edge cases: one position gives its value, bit for bit save that -0 becomes +0 and a NaN
  /// 0x7fc00000. A NaN score, or one of +infinity, makes the whole output of its head NaN; an infinite
  /// value gives NaN where its weight has underflowed to 0. Every NaN is 0x7fc00000.
  ///
  /// Source: Vaswani et al., "Attention is all you need", 2017; Ainslie et al., "GQA", 2023.
  public static func decode(
    query: UnsafeBufferPointer<Float>, cache: KVCache, queryHeads: Int,
    into out: UnsafeMutableBufferPointer<Float>, scale: Float? = nil, workspace: Workspace,
    threads: Int = 1, implementation: Implementation = .preferred
  ) throws {
    try run(
      "Attention.decode", queries: query, positions: 1, cache: cache, queryHeads: queryHeads, into: out,
      scale: scale, workspace: workspace, threads: threads, implementation: implementation)
  }

  /// The attention of the last positions of a cache, each to itself and all before it.
  ///
  /// The result of query i of n has the bits of `decode` with a cache that ends at position
  /// `cache.count - n + i`. Four queries at a time share each key and value that is read.
  ///
  /// - Parameters:
  ///   - queries: [positions][queryHeads][headDim].
  ///   - positions: the number of queries, at least 1; their keys and values are the cache's last.
  ///   - cache: keys and values of all positions, those of the queries included.
  ///   - queryHeads: a multiple of the cache's kvHeads.
  ///   - out: [positions][queryHeads][headDim]; may be the same memory as `queries`.
  ///   - scale: factor of the scores; nil means `1 / sqrt(headDim)`.
  ///   - workspace: room for the scores.
  ///   - threads: the number of threads to share the query heads, at least 1.
  ///   - implementation: the path; all give the same bits.
  /// - Throws: as `decode`; `KernelError.invalidSize` also when positions is not in 1...cache.count.
  /// - Complexity: O(positions * queryHeads * cache.count * headDim).
  public static func prefill(
    queries: UnsafeBufferPointer<Float>, positions: Int, cache: KVCache, queryHeads: Int,
    into out: UnsafeMutableBufferPointer<Float>, scale: Float? = nil, workspace: Workspace,
    threads: Int = 1, implementation: Implementation = .preferred
  ) throws {
    try run(
      "Attention.prefill", queries: queries, positions: positions, cache: cache, queryHeads: queryHeads,
      into: out, scale: scale, workspace: workspace, threads: threads, implementation: implementation)
  }

  /// The default scale of scores: `1 / sqrt(headDim)`, root and quotient each rounded to f32.
  public static func defaultScale(headDim: Int) -> Float { 1 / Float(headDim).squareRoot() }
}
