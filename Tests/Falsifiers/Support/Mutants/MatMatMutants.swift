import FalsifierKit
import Kernels

/// A matrix with its activations, and threads, to the products as [count][rows].
typealias MatMatKernel = @Sendable (MatMatCases.Matrix, Int) throws -> [Float]

/// The kernel that the claims are about.
enum MatMatKernels {
  static let real: MatMatKernel = { try product($0, threads: $1) }

  /// The product by a path that is named, or by the one that the processor prefers.
  static func product(
    _ matrix: MatMatCases.Matrix, threads: Int, implementation: Implementation = .preferred
  ) throws -> [Float] {
    let nothing = [Float](repeating: .nan, count: matrix.count * matrix.rows)
    return try Placement.guarded.with(matrix.weights, nothing) { weights, results in
      try Q4KQ8K.matMat(
        UnsafeRawBufferPointer(weights), rows: matrix.rows, columns: matrix.columns, matrix.activations,
        count: matrix.count, into: results, threads: threads, implementation: implementation)
      return Array(results)
    }
  }
}

/// Wrong products of matrices.
enum MatMatMutants {
  static let resultsTransposed = Mutant<MatMatKernel>(
    "results_transposed", "the results are stored as [rows][count]"
  ) { matrix, threads in
    let results = try MatMatKernels.real(matrix, threads)
    let (rows, count) = (matrix.rows, matrix.count)
    return (0..<rows * count).map { results[$0 % count * rows + $0 / count] }
  }

  static let lastActivationsRepeated = Mutant<MatMatKernel>(
    "last_activations_repeated", "activations after the last whole four are taken for the one before them"
  ) { matrix, threads in
    let results = try MatMatKernels.real(matrix, threads)
    let (rows, whole) = (matrix.rows, matrix.count / 4 * 4)
    guard whole > 0 else { return results }
    return results.indices.map { results[min($0 / rows, whole - 1) * rows + $0 % rows] }
  }

  static let lastRowRepeated = Mutant<MatMatKernel>(
    "last_row_repeated", "the last row of weights is taken to be the one before it"
  ) { matrix, threads in
    let results = try MatMatKernels.real(matrix, threads)
    let rows = matrix.rows
    return results.indices.map { results[rows > 1 && $0 % rows == rows - 1 ? $0 - 1 : $0] }
  }

  static let scalesOfFirstActivation = Mutant<MatMatKernel>(
    "scales_of_first_activation", "every activation is given the scales of the first"
  ) { matrix, threads in
    let (scales, blocks) = (matrix.activations.scales, matrix.columns / 256)
    let activations = try Q8K.Row(
      scales: scales.indices.map { scales[$0 % blocks] }, values: matrix.activations.values)
    return try MatMatKernels.real(matrix.with(matrix.weights, activations), threads)
  }

  static let minimumsOfFirstRow = Mutant<MatMatKernel>(
    "minimums_of_first_row", "the unpacked minimums of a tile of 32 rows are those of its first"
  ) { matrix, threads in
    let blocks = matrix.columns / 256
    var weights = matrix.weights
    for index in 0..<matrix.rows * blocks {
      let source = (index / blocks / 32 * 32) * blocks + index % blocks
      weights.replaceSubrange(
        144 * index + 2..<144 * index + 4, with: matrix.weights[144 * source + 2..<144 * source + 4])
    }
    return try MatMatKernels.real(matrix.with(weights, matrix.activations), threads)
  }

  /// A fault of order alone.
  static let oneAccumulator = Mutant<MatMatKernel>(
    "one_accumulator_a_product", "one accumulator a sum, not two in turns"
  ) { matrix, _ in try matrix.products { FusedOrder(lanes: 1).dot($0, $1) } }

  /// Sums of four sub-blocks are exact in binary32, those of eight are not.
  static let roundedTwice = Mutant<MatMatKernel>(
    "rounded_twice", "the sum of all eight sub-blocks is kept in binary32 from the start"
  ) { matrix, _ in try matrix.products { FusedOrder(sumsInBinary32: true).dot($0, $1) } }
}

extension MatMatCases.Matrix {
  /// The same shape with other contents.
  fileprivate func with(_ weights: [UInt8], _ activations: Q8K.Row) -> Self {
    Self(rows: rows, columns: columns, count: count, weights: weights, activations: activations)
  }

  /// Every product of a row and an activation, [count][rows], one by one.
  func products(_ dot: ([UInt8], Q8K.Row) throws -> Float) throws -> [Float] {
    let weightRows = (0..<rows).map(row)
    return try (0..<count).flatMap { index in
      let activation = try activation(index)
      return try weightRows.map { try dot($0, activation) }
    }
  }
}
