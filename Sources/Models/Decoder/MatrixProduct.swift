import Kernels

/// Multiplies weight matrices and rows of activations, in one of the two paths.
///
/// Every result is a dot product of one weight row and one activation row in the kernels' fixed order,
/// so neither the number of threads, nor how many activations are multiplied together, nor the
/// instruction set changes a bit.
final class MatrixProduct {
  let path: ForwardPath
  let threads: Int
  let implementation: Implementation

  private var q8K: Q8K.Row
  private var q8_0: Q8_0.Row
  /// Where the binary32 copies of a few weight rows stand, a part for each thread.
  private var scratch = AlignedBuffer<Float>(repeating: 0, count: 0)

  /// So many weights are dequantized at a time: 256 KiB, which stay in the second cache.
  private static let tileWeights = 1 << 16

  init(path: ForwardPath, threads: Int, implementation: Implementation) throws {
    (self.path, self.threads, self.implementation) = (path, threads, implementation)
    (q8K, q8_0) = (try Q8K.Row(count: 0), try Q8_0.Row(count: 0))
  }

  /// One matrix and where its results go, [count][rows].
  struct Target {
    let matrix: Tensor
    let results: UnsafeMutableBufferPointer<Float>
  }

  /// The products of several matrices with the same activations, [count][columns], which are quantized once a format.
  func multiply(_ targets: [Target], by x: UnsafeBufferPointer<Float>, count: Int) throws {
    var quantized: Set<ActivationFormat> = []
    for target in targets {
      switch path.multiplication(of: target.matrix.type) {
      case .dequantized: try multiplyDequantized(target, by: x, count: count)
      case .quantized(.q8K):
        if quantized.insert(.q8K).inserted {
          try Q8K.quantizeGGML(x, into: &q8K, threads: count > 1 ? threads : 1, implementation: implementation)
        }
        try multiply(target, by: q8K, count: count)
      case .quantized(.q8_0):
        if quantized.insert(.q8_0).inserted {
          try Q8_0.quantize(x, into: &q8_0, threads: count > 1 ? threads : 1, implementation: implementation)
        }
        try multiply(target, by: q8_0, count: count)
      }
    }
  }

  private func multiply(_ target: Target, by activations: some QuantizedActivations, count: Int) throws {
    guard case .block(let format) = target.matrix.type else { preconditionFailure("\(target.matrix.type.name)") }
    try FusedProduct.matMat(
      target.matrix.bytes, format: format, rows: target.matrix.rows, columns: target.matrix.columns, activations,
      count: count, into: target.results, threads: threads, implementation: implementation)
  }

  /// The reference: tiles of weight rows as binary32, each multiplied by all activations.
  private func multiplyDequantized(_ target: Target, by x: UnsafeBufferPointer<Float>, count: Int) throws {
    let matrix = target.matrix
    let (rows, columns) = (matrix.rows, matrix.columns)
    precondition(x.count == count * columns && target.results.count == count * rows)
    let tile = max(1, min(rows, Self.tileWeights / columns))
    if scratch.count < threads * tile * columns {
      scratch = AlignedBuffer(repeating: 0, count: threads * tile * columns)
    }
    let tiles = (rows + tile - 1) / tile
    let job = Job(
      matrix: matrix, x: x, results: target.results, count: count, tile: tile, scratch: scratch.span,
      implementation: implementation)
    let runs = min(threads, tiles)
    let failures = Failures()
    Workers.perform(runs, threads: threads) { thread in
      failures.catching {
        for index in stride(from: thread, to: tiles, by: runs) { try job.run(index, thread: thread) }
      }
    }
    try failures.rethrow()
  }

  /// One product; tiles write different results and threads different parts of the scratch.
  private struct Job: @unchecked Sendable {
    let matrix: Tensor
    let x: UnsafeBufferPointer<Float>
    let results: UnsafeMutableBufferPointer<Float>
    let count: Int
    let tile: Int
    let scratch: UnsafeMutableBufferPointer<Float>
    let implementation: Implementation

    func run(_ index: Int, thread: Int) throws {
      let columns = matrix.columns
      let rows = index * tile..<min((index + 1) * tile, matrix.rows)
      let start = thread * tile * columns
      let weights = UnsafeMutableBufferPointer(rebasing: scratch[start..<start + rows.count * columns])
      try matrix.read(rows: rows, into: weights)
      for c in 0..<count {
        let first = c * matrix.rows + rows.lowerBound
        try MatVec.f32(
          UnsafeBufferPointer(weights), rows: rows.count, columns: columns,
          UnsafeBufferPointer(rebasing: x[c * columns..<(c + 1) * columns]),
          into: UnsafeMutableBufferPointer(rebasing: results[first..<first + rows.count]),
          implementation: implementation)
      }
    }
  }
}
