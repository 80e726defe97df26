import CBenchmarkBLAS
import CPeers
import Kernels

/// Grouped-query attention of 28 heads over 4, head dimension 128.
let attentionComparisons: [(String, @Sendable (String) -> Comparison)] = [
  ("GQA 28/4/128 decode, context 512", { decode($0, context: 512) }),
  ("GQA 28/4/128 decode, context 4096", { decode($0, context: 4096) }),
  ("GQA 28/4/128 prefill, 512 tokens", prefill),
]

private let (heads, kvHeads, dim) = (28, 4, 128)
private let width = kvHeads * dim

private func cache(_ keys: AlignedBuffer<Float>, _ values: AlignedBuffer<Float>) -> KVCache {
  let cache = try! KVCache(capacity: keys.count / width, kvHeads: kvHeads, headDim: dim)
  try! cache.append(key: keys.readOnly, value: values.readOnly)
  return cache
}

@Sendable private func decode(_ name: String, context: Int) -> Comparison {
  // Each in the order that suits it: ours in its cache, OpenBLAS head by head, the loop position by position.
  let (keyData, valueData) = (randomFloats(context * width, seed: 5), randomFloats(context * width, seed: 6))
  let cache = cache(keyData, valueData)
  let query = randomFloats(heads * dim)
  let out = AlignedBuffer<Float>(repeating: 0, count: heads * dim)
  let workspace = try! Attention.Workspace(queryHeads: heads, capacity: context)
  let scores = AlignedBuffer<Float>(repeating: 0, count: 7 * context)
  let (keys, values) = (keyData.start, valueData.start)
  var contenders = [1, 2].map { threads in
    Contender("ours, \(threads) threads", threads: threads) {
      try! Attention.decode(
        query: query.readOnly, cache: cache, queryHeads: heads, into: out.span, workspace: workspace, threads: threads)
    }
  }
  contenders.append(
    Contender("ours, avx2 or scalar") {
      try! Attention.decode(
        query: query.readOnly, cache: cache, queryHeads: heads, into: out.span, workspace: workspace,
        implementation: Implementation.avx2.isAvailable ? .avx2 : .scalar)
    })
  contenders.append(
    Contender("OpenBLAS sgemm, 7 heads stacked") {
      for g in 0..<kvHeads {
        stacked(
          query.start + g * 7 * dim, keys + g * context * dim, values + g * context * dim, rows: 7, context,
          scores.start, out.start + g * 7 * dim
        ) { _ in
          context
        }
      }
    })
  contenders.append(
    Contender("plain loop") {
      peer_attention(query.start, keys, values, context, width, heads, kvHeads, dim, scores.start, out.start)
    })
  return Comparison(
    name, bytes: 8 * context * width, holding: [cache, keyData, valueData, query, out, workspace, scores], contenders)
}

@Sendable private func prefill(_ name: String) -> Comparison {
  let tokens = 512
  let (keyData, valueData) = (randomFloats(tokens * width, seed: 5), randomFloats(tokens * width, seed: 6))
  let cache = cache(keyData, valueData)
  let size = heads * dim
  let queries = randomFloats(tokens * size)
  let out = AlignedBuffer<Float>(repeating: 0, count: tokens * size)
  let workspace = try! Attention.Workspace(queryHeads: heads, capacity: tokens)
  let rows = 7 * tokens
  let scores = AlignedBuffer<Float>(repeating: 0, count: rows * tokens)
  let (stack, stackOut) = (randomFloats(rows * dim), randomFloats(rows * dim))
  let (keys, values) = (keyData.start, valueData.start)
  var contenders = [1, 2].map { threads in
    Contender("ours, \(threads) threads", threads: threads) {
      try! Attention.prefill(
        queries: queries.readOnly, positions: tokens, cache: cache, queryHeads: heads, into: out.span,
        workspace: workspace, threads: threads)
    }
  }
  contenders.append(
    Contender("OpenBLAS sgemm, 7 heads stacked") {
      for g in 0..<kvHeads {
        // The seven heads of a token lie together; tokens are gathered.
        for t in 0..<tokens {
          (stack.start + t * 7 * dim).update(from: queries.start + t * size + g * 7 * dim, count: 7 * dim)
        }
        stacked(
          stack.start, keys + g * tokens * dim, values + g * tokens * dim, rows: rows, tokens, scores.start,
          stackOut.start
        ) {
          $0 / 7 + 1
        }
        for t in 0..<tokens {
          (out.start + t * size + g * 7 * dim).update(from: stackOut.start + t * 7 * dim, count: 7 * dim)
        }
      }
    })
  return Comparison(
    name, multiplications: 2 * heads * dim * tokens * (tokens + 1) / 2,
    holding: [cache, keyData, valueData, queries, out, workspace, scores, stack, stackOut],
    contenders)
}

/// Attention of rows of queries over one key/value head by two products, with our softmax between.
private func stacked(
  _ query: UnsafePointer<Float>, _ keys: UnsafePointer<Float>, _ values: UnsafePointer<Float>, rows: Int,
  _ positions: Int, _ scores: UnsafeMutablePointer<Float>, _ out: UnsafeMutablePointer<Float>,
  visible: (Int) -> Int
) {
  let (m, n, k) = (Int32(rows), Int32(positions), Int32(dim))
  let scale = Attention.defaultScale(headDim: dim)
  cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, m, n, k, scale, query, k, keys, k, 0, scores, n)
  for row in 0..<rows {
    let count = visible(row)
    let line = UnsafeMutableBufferPointer(start: scores + row * positions, count: count)
    try! Softmax.f32(UnsafeBufferPointer(line), into: line)
    (scores + row * positions + count).update(repeating: 0, count: positions - count)
  }
  cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, k, n, 1, scores, n, values, k, 0, out, k)
}
