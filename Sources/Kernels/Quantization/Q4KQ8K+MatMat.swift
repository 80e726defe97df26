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
  ///   - activations: `count` quantized rows of `columns` values, one after the other in one `Q8K.Row`;
  ///     blocks have scales of their own, so quantizing them together is quantizing each.
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
    try FusedProduct.q4K.matMat(
      operation: "Q4KQ8K.matMat", weights, rows: rows, columns: columns, activations, count: count, into: results,
      threads: threads, implementation: implementation)
  }
}
