extension Q4KQ8K {
  /// The product of a matrix of Q4_K weights and one row of Q8_K activations.
  ///
  /// Result r has the bits of `dot` of weight row r and the activation, whatever the number of
  /// threads: threads share out whole rows. With one thread nothing is allocated.
  ///
  /// - Parameters:
  ///   - weights: `rows` rows of `columns` weights, row after row ([rows][columns], the layout of
  ///     GGUF), each a whole number of super-blocks of 144 bytes; no alignment is needed.
  ///   - rows: the number of results; may be 0.
  ///   - columns: the number of activations, a multiple of 256.
  ///   - activation: the quantized row.
  ///   - results: room for exactly `rows` values.
  ///   - threads: the number of threads to share the rows, at least 1.
  ///   - implementation: the path; all give the same bits.
  /// - Throws: `KernelError.invalidSize` for negative rows, columns that are no multiple of 256 or
  ///   threads below 1; `KernelError.shapeMismatch` when weights, activation or results do not fit
  ///   rows and columns; `KernelError.unavailable`.
  /// - Complexity: O(rows * columns).
  public static func matVec(
    _ weights: UnsafeRawBufferPointer, rows: Int, columns: Int, _ activation: Q8K.Row,
    into results: UnsafeMutableBufferPointer<Float>, threads: Int = 1,
    implementation: Implementation = .preferred
  ) throws {
    try FusedProduct.q4K.matMat(
      operation: "Q4KQ8K.matVec", weights, rows: rows, columns: columns, activation, count: 1, into: results,
      threads: threads, implementation: implementation)
  }

  /// The product of a matrix of Q4_K weights, in an array, and one row of Q8_K activations.
  ///
  /// See `matVec(_:rows:columns:_:into:threads:implementation:)`, which says what is computed and
  /// when it throws; this one allocates its result.
  public static func matVec(
    _ weights: [UInt8], rows: Int, columns: Int, _ activation: Q8K.Row, threads: Int = 1,
    implementation: Implementation = .preferred
  ) throws -> [Float] {
    // So that a wrong count is an error and not an allocation that fails.
    try ShapeCheck("Q4KQ8K.matVec").size("rows", rows, rows >= 0, "at least 0")
    var results = [Float](repeating: 0, count: rows)
    try weights.withUnsafeBytes { bytes in
      try results.withUnsafeMutableBufferPointer {
        try matVec(
          bytes, rows: rows, columns: columns, activation, into: $0, threads: threads,
          implementation: implementation)
      }
    }
    return results
  }
}
