/// The product of one block format with its activations: sizes, and the paths.
struct FusedKernel: Sendable {
  /// The activations that it takes.
  let activations: ActivationFormat
  /// The number of weights of a block, which are as many activations.
  let blockWeights: Int
  /// The number of bytes of a block of weights.
  let blockBytes: Int
  /// The number of activation sums of a block.
  let blockSums: Int
  /// The paths.
  let table: ImplementationTable<Path>

  /// Weights, rows, blocks a row; scales, values and sums of the activation; one result a row.
  typealias Rows =
    @Sendable (
      UnsafePointer<UInt8>, Int, Int, UnsafePointer<Float>, UnsafePointer<Int8>, UnsafePointer<Int16>,
      UnsafeMutablePointer<Float>
    ) -> Void

  /// The same with several activations, one after the other: their number follows the sums; at the end results and how
  /// far those of two activations are apart.
  typealias MatMat =
    @Sendable (
      UnsafePointer<UInt8>, Int, Int, UnsafePointer<Float>, UnsafePointer<Int8>, UnsafePointer<Int16>, Int,
      UnsafeMutablePointer<Float>, Int
    ) -> Void

  /// One path.
  ///
  /// Wrapped, because a bare function taken out of a generic table and then kept is allocated.
  struct Path: Sendable {
    let rows: Rows
    /// For many activations; nil where one after the other is as fast.
    var matMat: MatMat?
  }

  /// Below so many activations, unpacking the weights for all of them does not pay.
  private static let fewest = 4

  /// So many bytes of weights are multiplied by all activations before the next ones, so that they stay in cache.
  private static let tileBytes = 1 << 14

  /// See `FusedProduct.matMat`.
  func matMat(
    operation: String, _ weights: UnsafeRawBufferPointer, rows: Int, columns: Int,
    _ activations: some QuantizedActivations, count: Int, into results: UnsafeMutableBufferPointer<Float>, threads: Int,
    implementation: Implementation
  ) throws {
    let check = ShapeCheck(operation)
    try check.size("rows", rows, rows >= 0, "at least 0")
    try check.size("count", count, count >= 0, "at least 0")
    try check.size(
      "columns", columns, columns >= 0 && columns % blockWeights == 0,
      "a multiple of \(blockWeights), and not negative")
    try check.size("threads", threads, threads >= 1, "at least 1")
    let blocks = columns / blockWeights
    try check.equal(
      "bytes of weights", weights.count, "bytes of rows * columns",
      check.product(rows, check.product(blocks, blockBytes)))
    try check.equal(
      "number of activation values", activations.count, "count * columns", check.product(count, columns))
    try check.equal("length of results", results.count, "count * rows", check.product(count, rows))
    let path = try table.function(for: implementation)
    guard let target = results.baseAddress, rows > 0, count > 0 else { return }
    guard blocks > 0, let source = weights.baseAddress else { return results.update(repeating: 0) }
    activations.withPointers { scales, values, sums in
      let job = Job(
        kernel: self, weights: source.assumingMemoryBound(to: UInt8.self), rows: rows, blocks: blocks, scales: scales,
        values: values, sums: sums, count: count, results: target, path: path)
      Parallel.forEachRun(of: rows, threads: threads) { job.run($0) }
    }
  }

  /// One call; runs of rows write different results.
  private struct Job: @unchecked Sendable {
    let kernel: FusedKernel
    let weights: UnsafePointer<UInt8>
    let rows: Int
    let blocks: Int
    let scales: UnsafePointer<Float>
    let values: UnsafePointer<Int8>
    let sums: UnsafePointer<Int16>
    let count: Int
    let results: UnsafeMutablePointer<Float>
    let path: Path

    func run(_ some: Range<Int>) {
      let rowBytes = blocks * kernel.blockBytes
      if count >= FusedKernel.fewest, let matMat = path.matMat {
        return matMat(
          weights + some.lowerBound * rowBytes, some.count, blocks, scales, values, sums, count,
          results + some.lowerBound, rows)
      }
      let tile = count == 1 ? some.count : max(1, FusedKernel.tileBytes / rowBytes)
      for first in stride(from: some.lowerBound, to: some.upperBound, by: tile) {
        for c in 0..<count {
          path.rows(
            weights + first * rowBytes, min(tile, some.upperBound - first), blocks, scales + c * blocks,
            values + c * blocks * kernel.blockWeights, sums + c * blocks * kernel.blockSums,
            results + c * rows + first)
        }
      }
    }
  }
}
