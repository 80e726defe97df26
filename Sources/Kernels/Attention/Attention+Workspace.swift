extension Attention {
  /// Room for the scores of a few queries of all heads, so that a call in the steady state allocates nothing.
  ///
  /// One workspace serves one call at a time, and caches of any shape up to its sizes.
  public final class Workspace {
    /// The most query heads it serves.
    public let queryHeads: Int
    /// The most positions it serves.
    public let capacity: Int

    private let buffer: AlignedBuffer<Float>

    /// A workspace.
    ///
    /// - Throws: `KernelError.invalidSize` unless both sizes are at least 1, and the system has memory for the scores.
    public init(queryHeads: Int, capacity: Int) throws {
      let check = ShapeCheck("Attention.Workspace")
      try check.size("queryHeads", queryHeads, queryHeads >= 1, "at least 1")
      try check.size("capacity", capacity, capacity >= 1, "at least 1")
      self.queryHeads = queryHeads
      self.capacity = capacity
      let stride = capacity < .max - 32 ? Self.stride(of: capacity) : .max
      let rows = check.product(Self.queries, queryHeads)
      buffer = try check.zeros("the number of scores", count: check.product(rows, stride))
    }

    /// The softmax weights that the last `decode` gave to positions 0, 1, ... for one query head; of
    /// the last query after a `prefill`.
    ///
    /// - Precondition: the head and the number of positions are within the workspace's sizes.
    public func weights(head: Int, positions: Int) -> [Float] {
      precondition((0..<queryHeads).contains(head) && (0...capacity).contains(positions))
      return Array(UnsafeBufferPointer(start: scores(lastOf: 1) + head * scoreStride, count: positions))
    }

    /// Queries a pass over keys and values. Each pass streams what no cache near the core holds; one query
    /// of seven heads does little with it, and more than four were measured to gain nothing.
    static let queries = 4

    /// [queries][queryHeads][scoreStride] for that many queries; the last one's is always in the same place.
    func scores(lastOf queries: Int) -> UnsafeMutablePointer<Float> {
      buffer.span.baseAddress! + (Self.queries - queries) * queryHeads * scoreStride
    }
    var scoreStride: Int { Self.stride(of: capacity) }

    /// Whole cache lines, and one more: rows a power of two apart would share the sets of the cache.
    private static func stride(of capacity: Int) -> Int { (capacity + 15) / 16 * 16 + 16 }
  }
}
