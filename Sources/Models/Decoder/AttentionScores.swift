import Kernels

/// The scores and weights of attention as captures show them; the pass itself has them in the kernel only.
enum AttentionScores {
  /// The scores of consecutive queries, [positions][heads][cache.count].
  ///
  /// Computed by the kernel's own score function, which gives the bits that attention uses. What a query
  /// does not see, later positions or those beyond a window, is -infinity.
  ///
  /// - Parameters:
  ///   - queries: [positions][heads][headDim]; their keys are the last of the cache.
  ///   - window: how many positions a query sees, itself included; nil for all.
  ///   - threads: share the positions; changes no bit.
  static func scores(
    queries: UnsafeBufferPointer<Float>, positions: Int, cache: KVCache, heads: Int, scale: Float?, window: Int?,
    threads: Int, implementation: Implementation
  ) throws -> [Float] {
    let (total, size) = (cache.count, queries.count / positions)
    return try rows(positions * heads, total) { result in
      try PositionRuns.forEach(of: positions, threads: threads) {
        for position in $0 {
          let own = total - positions + position
          let first = window.map { max(0, own - $0 + 1) } ?? 0
          let scores = try Attention.scores(
            query: Array(queries[position * size..<(position + 1) * size]), cache: cache, queryHeads: heads,
            scale: scale, implementation: implementation)
          for head in 0..<heads {
            let row = UnsafeMutableBufferPointer(rebasing: result[((position * heads + head) * total)...].prefix(total))
            row[..<first].update(repeating: -.infinity)
            _ = row[first...own].update(fromContentsOf: scores[head * total + first...head * total + own])
            row[(own + 1)...].update(repeating: -.infinity)
          }
        }
      }
    }
  }

  /// Softmax of each row over the positions that it sees; 0 elsewhere.
  static func softmax(_ scores: [Float], total: Int, threads: Int, implementation: Implementation) throws -> [Float] {
    try scores.withUnsafeBufferPointer { scores in
      try rows(scores.count / total, total) { result in
        try PositionRuns.forEach(of: scores.count / total, threads: threads) {
          for row in $0 {
            let source = UnsafeBufferPointer(rebasing: scores[row * total..<(row + 1) * total])
            let target = UnsafeMutableBufferPointer(rebasing: result[row * total..<(row + 1) * total])
            // A query sees consecutive positions, itself at least; a score of its own of -infinity is NaN's business.
            guard let first = source.firstIndex(where: { $0 != -.infinity }),
              let last = source.lastIndex(where: { $0 != -.infinity })
            else {
              target.update(repeating: 0)
              continue
            }
            target[..<first].update(repeating: 0)
            try Softmax.f32(
              UnsafeBufferPointer(rebasing: source[first...last]),
              into: UnsafeMutableBufferPointer(rebasing: target[first...last]), implementation: implementation)
            target[(last + 1)...].update(repeating: 0)
          }
        }
      }
    }
  }

  /// An array of so many rows, all of which `body` writes.
  private static func rows(
    _ count: Int, _ width: Int, _ body: (UnsafeMutableBufferPointer<Float>) throws -> Void
  ) rethrows -> [Float] {
    try [Float](unsafeUninitializedCapacity: count * width) { buffer, written in
      let result = UnsafeMutableBufferPointer(rebasing: buffer[..<(count * width)])
      try body(result)
      written = count * width
    }
  }
}
