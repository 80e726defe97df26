import CKernels

extension Attention {
  /// The definition of `decode` and `prefill`, for the query heads of one group.
  static let reference = Functions(
    scores: { group in
      let g = group.pointee
      for t in 0..<(g.positions + g.count - 1) {
        // Element d of the key is key[d * tile].
        let key = g.keys + t / tile * g.dim * tile + t % tile
        for query in 0..<g.count where t < g.positions + query {
          for head in 0..<g.heads {
            let row = g.queries + query * g.query_stride + head * g.dim
            // Dot.reference, of a key whose elements lie apart.
            let dot = Lanes.sum { lanes in
              for d in 0..<g.dim { lanes[d % Lanes.count].addProduct(row[d], key[d * tile]) }
            }.withCanonicalNaN
            g.scores[query * g.query_score_stride + head * g.score_stride + t] = dot * g.scale
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
