import Kernels

/// Rows of weights and rows of quantized activations, as a product takes them.
struct ProductCall<Row: FusedActivations>: Sendable {
  let format: BlockFormat
  let weights: [UInt8]
  let rows: Int
  let columns: Int
  let activations: Row
  let count: Int
  var threads = 1

  /// One row of each.
  init(_ pair: FusedCases<Row>.Pair) {
    (format, weights, activations) = (pair.reading.format, pair.weights, pair.activation)
    (rows, columns, count) = (1, pair.activation.values.count, 1)
  }

  init(_ matrix: MatMatCases<Row>.Matrix, threads: Int) {
    (format, weights, rows, columns) = (matrix.reading.format, matrix.weights, matrix.rows, matrix.columns)
    (activations, count, self.threads) = (matrix.activations, matrix.count, threads)
  }

  /// The product, with weights and results in front of pages that may not be touched.
  func computed() throws -> [Float] {
    let nothing = [Float](repeating: .nan, count: count * rows)
    return try Placement.guarded.with(weights, nothing) { weights, results in
      try FusedProduct.matMat(
        UnsafeRawBufferPointer(weights), format: format, rows: rows, columns: columns, activations, count: count,
        into: results, threads: threads)
      return Array(results)
    }
  }
}

/// The kernels that the claims on every type of blocks are about.
enum ProductKernels {
  @TaskLocal static var q8K: @Sendable (ProductCall<Q8K.Row>) throws -> [Float] = { try $0.computed() }
  @TaskLocal static var q8_0: @Sendable (ProductCall<Q8_0.Row>) throws -> [Float] = { try $0.computed() }
}
