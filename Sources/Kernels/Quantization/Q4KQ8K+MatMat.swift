import CKernels

extension Q4KQ8K {
  /// The products of a matrix of Q4_K weights and several rows of Q8_K activations.
  ///
  /// Result `c * rows + r` has the bits of `dot` of weight row r and activation c, whatever the
  /// number of activations and threads: threads share out whole weight rows. With one thread
  /// nothing is allocated.
  ///
  /// - Parameters:
  ///   - weights: `rows` rows of `columns` weights, as of `matVec`.
  ///   - rows: the number of results an activation; may be 0.
  ///   - columns: the length of one activation, a multiple of 256.
  ///   - activations: `count` quantised rows of `columns` values, one after the other in one `Q8K.Row`;
  ///     blocks have scales of their own, so quantising them together is quantising each.
  ///   - count: the number of activations; may be 0.
  ///   - results: room for exactly `count * rows` values, [count][rows].
  ///   - threads: the number of threads to share the rows, at least 1.
  ///   - implementation: the path; all give the same bits.
  /// - Throws: `KernelError.invalidSize` for negative rows or count, columns that are no multiple of
  ///   256 or threads below 1; `KernelError.shapeMismatch` when weights, activations or results do
  ///   not fit; `KernelError.unavailable`.
  /// - Complexity: O(rows * columns * count).
  public static func matMat(
    _ weights: UnsafeRawBufferPointer, rows: Int, columns: Int, _ activations: Q8K.Row, count: Int,
    into results: UnsafeMutableBufferPointer<Float>, threads: Int = 1,
    implementation: Implementation = .preferred
  ) throws {
    let check = ShapeCheck("Q4KQ8K.matMat")
    try check.size("rows", rows, rows >= 0, "at least 0")
    try check.size("count", count, count >= 0, "at least 0")
    try check.size(
      "columns", columns, columns >= 0 && columns % Q4K.blockWeights == 0, "a multiple of 256, and not negative")
    try check.size("threads", threads, threads >= 1, "at least 1")
    let blocks = columns / Q4K.blockWeights
    try check.equal(
      "bytes of weights", weights.count, "bytes of rows * columns", check.product(rows, check.product(blocks, 144)))
    try check.equal(
      "number of activation values", activations.count, "count * columns", check.product(count, columns))
    try check.equal("length of results", results.count, "count * rows", check.product(count, rows))
    let path = try matMatTable.function(for: implementation)
    guard let target = results.baseAddress, rows > 0, count > 0 else { return }
    guard blocks > 0, let source = weights.baseAddress else { return results.update(repeating: 0) }
    activations.withPointers { scales, values, sums in
      let job = MatMatJob(
        weights: source.assumingMemoryBound(to: UInt8.self), rows: rows, blocks: blocks, scales: scales,
        values: values, sums: sums, count: count, results: target, path: path)
      Parallel.forEachRun(of: rows, threads: threads) { job.run($0) }
    }
  }

  /// One call; runs of rows write different results.
  private struct MatMatJob: @unchecked Sendable {
    let weights: UnsafePointer<UInt8>
    let rows: Int
    let blocks: Int
    let scales: UnsafePointer<Float>
    let values: UnsafePointer<Int8>
    let sums: UnsafePointer<Int16>
    let count: Int
    let results: UnsafeMutablePointer<Float>
    let path: MatMatPath

    func run(_ some: Range<Int>) {
      path.product(
        weights + some.lowerBound * blocks * Q4K.blockBytes, some.count, blocks, scales, values, sums, count,
        results + some.lowerBound, rows)
    }
  }

  /// Weights, rows, blocks a row; scales, values and sums of the activations, their number; results
  /// and how far those of two activations are apart.
  typealias MatMat =
    @Sendable (
      UnsafePointer<UInt8>, Int, Int, UnsafePointer<Float>, UnsafePointer<Int8>, UnsafePointer<Int16>, Int,
      UnsafeMutablePointer<Float>, Int
    ) -> Void

  /// One path; see `Path`.
  struct MatMatPath: Sendable {
    let product: MatMat
  }

  /// Products by a function of one activation, a few weight rows at a time so that they stay in cache.
  private static func byRows(_ function: @escaping Rows) -> MatMatPath {
    MatMatPath { weights, rows, blocks, scales, values, sums, count, results, stride in
      let tile = max(1, (1 << 14) / (blocks * Q4K.blockBytes))
      for first in Swift.stride(from: 0, to: rows, by: tile) {
        for c in 0..<count {
          function(
            weights + first * blocks * Q4K.blockBytes, min(tile, rows - first), blocks, scales + c * blocks,
            values + c * blocks * Q8K.blockValues, sums + c * blocks * Q8K.blockValues / 16,
            results + c * stride + first)
        }
      }
    }
  }

  #if arch(x86_64)
    /// Below so many activations, unpacking the weights does not pay.
    private static let fewest = 4

    static let matMatTable = ImplementationTable<MatMatPath>(
      scalar: byRows(rowsReference),
      [
        .avx2: byRows(ck_q4kq8k_rows_avx2), .avx512: byRows(ck_q4kq8k_rows_avx512),
        .avx512vnni: MatMatPath { weights, rows, blocks, scales, values, sums, count, results, stride in
          if count < fewest {
            fewVNNI.product(weights, rows, blocks, scales, values, sums, count, results, stride)
          } else {
            ck_q4kq8k_matmat_avx512vnni(weights, rows, blocks, scales, values, sums, count, results, stride)
          }
        },
      ])
    private static let fewVNNI = byRows(ck_q4kq8k_rows_avx512vnni)
  #elseif arch(arm64)
    static let matMatTable = ImplementationTable<MatMatPath>(
      scalar: byRows(rowsReference), [.neon: byRows(ck_q4kq8k_rows_neon)])
  #else
    static let matMatTable = ImplementationTable<MatMatPath>(scalar: byRows(rowsReference))
  #endif
}
