import COpenBLAS

/// q K by an implementation that is not ours.
enum OpenBLASScores {
  /// The dot products of each query with the keys of its head, [queryHeads][position], not scaled.
  static func dots(_ c: AttentionCase) -> [Float] {
    (0..<c.queryHeads).flatMap { head -> [Float] in
      var dots = [Float](repeating: 0, count: c.positions)
      c.keys.withUnsafeBufferPointer { keys in
        // The keys of one head are a matrix of `positions` rows, `width` floats apart.
        cblas_sgemv(
          CblasRowMajor, CblasNoTrans, Int32(c.positions), Int32(c.headDim), 1,
          keys.baseAddress! + head / c.ratio * c.headDim, Int32(c.width), Array(c.query(head: head)), 1, 0, &dots, 1)
      }
      return dots
    }
  }

  /// How far these may be from the exact ones: any order, fused or not.
  static func bound(_ c: AttentionCase) -> [Double] {
    (0..<c.queryHeads).flatMap { head in
      (0..<c.positions).map { position in
        ErrorBound.dotAnyOrder(
          count: c.headDim, absoluteDot: Oracle.absoluteDot(c.query(head: head), c.key(position, head / c.ratio)))
      }
    }
  }
}
