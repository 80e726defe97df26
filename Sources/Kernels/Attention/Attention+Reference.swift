import CKernels

extension Attention {
  /// The definition of `decode` and `prefill`, for the query heads of one group.
  static let reference = Functions(
    scores: { group in
      let g = group.pointee
      withUnsafeTemporaryAllocation(of: Float.self, capacity: g.dim) { key in
        for t in 0..<(g.positions + g.count - 1) {
          let elements = g.keys + t / tile * g.dim * tile + t % tile
          for d in 0..<g.dim { key.initializeElement(at: d, to: elements[d * tile]) }
          for query in 0..<g.count where t < g.positions + query {
            for head in 0..<g.heads {
              let dot = Dot.reference(g.queries + query * g.query_stride + head * g.dim, key.baseAddress!, g.dim)
              g.scores[query * g.query_score_stride + head * g.score_stride + t] = dot * g.scale
            }
          }
        }
      }
    },
    softmax: Softmax.reference,
    values: { group in
      let g = group.pointee
      for query in 0..<g.count {
        for head in 0..<g.heads {
          let weights = g.scores + query * g.query_score_stride + head * g.score_stride
          for d in 0..<g.dim {
            var sum: Float = 0
            for t in 0..<(g.positions + query) { sum.addProduct(weights[t], g.values[t * g.dim + d]) }
            g.out[query * g.query_stride + head * g.dim + d] = sum.withCanonicalNaN
          }
        }
      }
    })

  private static let tile = Int(CK_ATTENTION_TILE)
}
