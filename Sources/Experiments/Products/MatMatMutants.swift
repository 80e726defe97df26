import Measuring
import Kernels

/// A matrix with its activations, and threads, to the products as [count][rows].
typealias MatMatKernel<Row: FusedActivations> = @Sendable (MatMatCases<Row>.Matrix, Int) throws -> [Float]

/// The kernels that the claims are about.
enum MatMatKernels {
  @TaskLocal static var q4K: MatMatKernel<Q8K.Row> = { try q4K($0, threads: $1) }

  /// The product of Q4_K by a path that is named, or by the one that the processor prefers.
  static func q4K(
    _ matrix: MatMatCases<Q8K.Row>.Matrix, threads: Int, implementation: Implementation = .preferred
  ) throws -> [Float] {
    try guarded(matrix) {
      try Q4KQ8K.matMat(
        $0, rows: matrix.rows, columns: matrix.columns, matrix.activations, count: matrix.count, into: $1,
        threads: threads, implementation: implementation)
    }
  }

  /// The product of any format.
  static func product<Row>(
    _ matrix: MatMatCases<Row>.Matrix, threads: Int, implementation: Implementation = .preferred
  ) throws -> [Float] {
    try guarded(matrix) {
      try FusedProduct.matMat(
        $0, format: matrix.reading.format, rows: matrix.rows, columns: matrix.columns, matrix.activations,
        count: matrix.count, into: $1, threads: threads, implementation: implementation)
    }
  }

  /// Weights and results in front of pages that may not be touched.
  private static func guarded<Row>(
    _ matrix: MatMatCases<Row>.Matrix,
    _ kernel: (UnsafeRawBufferPointer, UnsafeMutableBufferPointer<Float>) throws -> Void
  ) throws -> [Float] {
    let nothing = [Float](repeating: .nan, count: matrix.count * matrix.rows)
    return try Placement.guarded.with(matrix.weights, nothing) { weights, results in
      try kernel(UnsafeRawBufferPointer(weights), results)
      return Array(results)
    }
  }
}

/// Wrong products of matrices.
struct MatMatMutants<Row: FusedActivations> {
  typealias Kernel = MatMatKernel<Row>

  let real: Kernel

  var resultsTransposed: Mutant<Kernel> {
    Mutant("results_transposed", "the results are stored as [rows][count]") { [real] matrix, threads in
      let results = try real(matrix, threads)
      let (rows, count) = (matrix.rows, matrix.count)
      return (0..<rows * count).map { results[$0 % count * rows + $0 / count] }
    }
  }

  var blocksTransposed: Mutant<Kernel> {
    Mutant(
      "blocks_transposed", "the blocks of [rows][columns] are indexed as [columns][rows]"
    ) { [real] matrix, threads in
      let (size, rows, blocks) = (matrix.reading.format.blockBytes, matrix.rows, matrix.blocks)
      let moved = (0..<rows * blocks).flatMap { index -> ArraySlice<UInt8> in
        let source = index % blocks * rows + index / blocks
        return matrix.weights[size * source..<size * source + size]
      }
      return try real(matrix.with(moved, matrix.activations), threads)
    }
  }

  var lastActivationsRepeated: Mutant<Kernel> {
    Mutant(
      "last_activations_repeated", "activations after the last whole four are taken for the one before them"
    ) { [real] matrix, threads in
      let results = try real(matrix, threads)
      let (rows, whole) = (matrix.rows, matrix.count / 4 * 4)
      guard whole > 0 else { return results }
      return results.indices.map { results[min($0 / rows, whole - 1) * rows + $0 % rows] }
    }
  }

  var lastRowRepeated: Mutant<Kernel> {
    Mutant(
      "last_row_repeated", "the last row of weights is taken to be the one before it"
    ) { [real] matrix, threads in
      let results = try real(matrix, threads)
      let rows = matrix.rows
      return results.indices.map { results[rows > 1 && $0 % rows == rows - 1 ? $0 - 1 : $0] }
    }
  }

  var scalesOfFirstActivation: Mutant<Kernel> {
    Mutant(
      "scales_of_first_activation", "every activation is given the scales of the first"
    ) { [real] matrix, threads in
      let (scales, blocks) = (matrix.activations.scales, matrix.blocks)
      let activations = try Row(
        scales: scales.indices.map { scales[$0 % blocks] }, values: matrix.activations.values)
      return try real(matrix.with(matrix.weights, activations), threads)
    }
  }

  /// Q4_K's `dmin` alone.
  var minimumsOfFirstRow: Mutant<Kernel> {
    Mutant(
      "minimums_of_first_row", "the unpacked minimums of a tile of 32 rows are those of its first"
    ) { [real] matrix, threads in
      try real(matrix.ofFirstRow(2..<4), threads)
    }
  }

  var scalesOfFirstRow: Mutant<Kernel> {
    Mutant(
      "scales_of_first_row", "the unpacked scales of a tile of 32 rows are those of its first"
    ) { [real] matrix, threads in
      let place = matrix.reading.scalePlaces[0]
      return try real(matrix.ofFirstRow(place..<place + (matrix.reading.format == .mxfp4 ? 1 : 2)), threads)
    }
  }

  /// A fault of order alone.
  func oneAccumulator(_ fault: String) -> Mutant<Kernel> {
    Mutant("one_accumulator_a_product", fault) { matrix, _ in try matrix.products(FusedOrder(lanes: 1)) }
  }

  /// Sums of some groups are exact in binary32, those of all are not.
  func roundedTwice(_ fault: String) -> Mutant<Kernel> {
    Mutant("rounded_twice", fault) { matrix, _ in try matrix.products(FusedOrder(sumsInBinary32: true)) }
  }
}

extension MatMatCases.Matrix {
  /// The same shape with other contents.
  fileprivate func with(_ weights: [UInt8], _ activations: Row) -> Self {
    Self(reading: reading, rows: rows, columns: columns, count: count, weights: weights, activations: activations)
  }

  /// The same with some bytes of each block taken from the first row of its 32.
  fileprivate func ofFirstRow(_ bytes: Range<Int>) -> Self {
    let size = reading.format.blockBytes
    var moved = weights
    for index in 0..<rows * blocks {
      let source = (index / blocks / 32 * 32) * blocks + index % blocks
      moved.replaceSubrange(
        size * index + bytes.lowerBound..<size * index + bytes.upperBound,
        with: weights[size * source + bytes.lowerBound..<size * source + bytes.upperBound])
    }
    return with(moved, activations)
  }
}
