/// q K by an implementation that is not ours.
enum PeerScores {
  /// The dot products of each query with the keys of its head, [queryHeads][position], not scaled.
  static func dots(_ c: AttentionCase, _ peer: PeerMatVec) -> [Float] {
    (0..<c.queryHeads).flatMap { head -> [Float] in
      c.keys.withUnsafeBufferPointer { keys in
        // The keys of one head are a matrix of `positions` rows, `width` floats apart.
        peer(
          keys.baseAddress! + head / c.ratio * c.headDim, c.positions, c.headDim, c.width, Array(c.query(head: head)))
      }
    }
  }
}
