import CKernels

extension Attention {
  /// The definition of `decode`, for the query heads of one group.
  static let reference = Functions(
    scores: { group in
      let g = group.pointee
      for head in 0..<g.heads {
        for t in 0..<g.positions {
          let dot = Dot.reference(g.query + head * g.dim, g.keys + t * g.stride, g.dim)
          g.scores[head * g.score_stride + t] = dot * g.scale
        }
      }
    },
    softmax: Softmax.reference,
    values: { group in
      let g = group.pointee
      for head in 0..<g.heads {
        let weights = g.scores + head * g.score_stride
        for d in 0..<g.dim {
          var sum: Float = 0
          for t in 0..<g.positions { sum.addProduct(weights[t], g.values[t * g.stride + d]) }
          g.out[head * g.dim + d] = sum.withCanonicalNaN
        }
      }
    })
}
