import Measuring
import Kernels

/// Weights, rows, columns, activation and threads to the product.
typealias QuantizedMatVecKernel = @Sendable ([UInt8], Int, Int, Q8K.Row, Int) throws -> [Float]

/// The kernel that the claims are about.
enum QuantizedMatVecKernels {
  @TaskLocal static var real: QuantizedMatVecKernel = { try Q4KQ8K.matVec($0, rows: $1, columns: $2, $3, threads: $4) }

  /// Row by row, the block sums of each in another order.
  static func inOrder(_ order: SummationOrder) -> QuantizedMatVecKernel {
    let dot = FusedOrder.inOrder(order)
    return { weights, rows, columns, activation, _ in
      let rowBytes = columns / 256 * 144
      return try (0..<rows).map { try dot(Array(weights[$0 * rowBytes..<($0 + 1) * rowBytes]), activation) }
    }
  }
}

/// Wrong matrix-vector products: the real kernel with a weight or a result in the wrong place.
enum QuantizedMatVecMutants {
  static let blocksTransposed = Mutant<QuantizedMatVecKernel>(
    "blocks_transposed", "the super-blocks of [rows][columns] are indexed as [columns][rows]"
  ) { weights, rows, columns, row, threads in
    let blocks = columns / 256
    let moved = (0..<rows * blocks).flatMap { index -> ArraySlice<UInt8> in
      let source = index % blocks * rows + index / blocks
      return weights[144 * source..<144 * source + 144]
    }
    return try Q4KQ8K.matVec(moved, rows: rows, columns: columns, row, threads: threads)
  }

  static let strideOfOneBlock = Mutant<QuantizedMatVecKernel>(
    "stride_of_one_block", "row r starts at super-block r, whatever the number of columns"
  ) { weights, rows, columns, row, threads in
    let blocks = columns / 256
    let moved = (0..<rows * blocks).flatMap { index -> ArraySlice<UInt8> in
      let source = index / blocks + index % blocks
      return weights[144 * source..<144 * source + 144]
    }
    return try Q4KQ8K.matVec(moved, rows: rows, columns: columns, row, threads: threads)
  }

  static let remainderShifted = Mutant<QuantizedMatVecKernel>(
    "remainder_shifted", "parts start at multiples of rows/threads, as if there were no remainder"
  ) { weights, rows, columns, row, threads in
    let rowBytes = columns / 256 * 144
    let parts = min(threads, rows)
    // Rows that no part reaches are computed as the last row of the last part again.
    let last = rows / parts * parts - 1
    let moved = (0..<rows).flatMap { row -> ArraySlice<UInt8> in
      let start = rowBytes * min(row, last)
      return weights[start..<start + rowBytes]
    }
    return try Q4KQ8K.matVec(moved, rows: rows, columns: columns, row, threads: threads)
  }

  static let fourRowsReversed = Mutant<QuantizedMatVecKernel>(
    "four_rows_reversed", "the results of each four rows are stored in reverse"
  ) { weights, rows, columns, row, threads in
    let results = try Q4KQ8K.matVec(weights, rows: rows, columns: columns, row, threads: threads)
    return (0..<rows).map { $0 / 4 * 4 + 3 < rows ? results[$0 ^ 3] : results[$0] }
  }
}
