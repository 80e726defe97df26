/// Products of Q4_K weights and Q8_K activations, without dequantizing either.
public enum Q4KQ8K {
  /// The paths of `dot` and `matVec` with code of their own that this processor can run, reference first.
  public static var implementations: [Implementation] { FusedProduct.q4K.table.implementations }

  /// The dot product of a row of Q4_K weights and a row of Q8_K activations.
  ///
  /// With s the activation scale of block i, exactly in integers
  /// `S = sum over sub-blocks of sc * sum(q4 * q8)` and `M = sum over sub-blocks of m * sum(q8)`,
  /// and in binary32, each operation rounded on its own:
  ///
  ///     P[i mod 2] = fma(d * s, Float(S), P[i mod 2])
  ///     N[i mod 2] = fma(dmin * s, Float(M), N[i mod 2])
  ///
  /// for blocks i in ascending order, all four from +0; the result is `(P[0] + P[1]) - (N[0] + N[1])`.
  /// `Float(S)` is exact below 2^24; the largest S is 30,965,760. Allocates nothing.
  ///
  /// - Parameters:
  ///   - weights: whole super-blocks of 144 bytes; no alignment is needed.
  ///   - activation: as many blocks of 256 values.
  ///   - implementation: the path; all give the same bits.
  /// - Throws: `KernelError.shapeMismatch` when the byte count is not a whole number of super-blocks,
  ///   or not of as many as the activation has blocks; `KernelError.unavailable`.
  /// - Complexity: O(number of weights).
  ///
  /// Error: for B blocks, without overflow or underflow, against the exact sum of
  /// `d*s*S - dmin*s*M` the error is at most `gamma(ceil(B/2) + 4) * sum(|d*s*S| + |dmin*s*M|)`,
  /// gamma(k) = k*u / (1 - k*u), u = 2^-24.
  ///
  /// Edge cases: no blocks give +0; a NaN or infinity anywhere gives what IEEE 754 gives in this
  /// order, every NaN being 0x7fc00000.
  public static func dot(
    _ weights: UnsafeRawBufferPointer, _ activation: Q8K.Row, implementation: Implementation = .preferred
  ) throws -> Float {
    let blocks = try blockCount(operation: "Q4KQ8K.dot", weights, activation)
    let path = try FusedProduct.q4K.table.function(for: implementation)
    guard let base = weights.baseAddress, blocks > 0 else { return 0 }
    var result: Float = 0
    activation.withPointers { scales, values, sums in
      path.rows(base.assumingMemoryBound(to: UInt8.self), 1, blocks, scales, values, sums, &result)
    }
    return result
  }

  /// The dot product of a row of Q4_K weights, in an array, and a row of Q8_K activations.
  ///
  /// See `dot(_:_:implementation:)` over a buffer, which says what is computed and when it throws.
  public static func dot(
    _ weights: [UInt8], _ activation: Q8K.Row, implementation: Implementation = .preferred
  ) throws -> Float {
    try weights.withUnsafeBytes { try dot($0, activation, implementation: implementation) }
  }

  /// The number of blocks of weights, if they fit the activation; else an error that names both counts.
  static func blockCount(operation: String, _ weights: UnsafeRawBufferPointer, _ activation: Q8K.Row) throws -> Int {
    let blocks = try Q4K.blockCount(operation: operation, byteCount: weights.count)
    guard blocks == activation.blockCount else {
      throw KernelError.shapeMismatch(
        operation: operation, leftName: "number of weights", left: blocks * Q4K.blockWeights,
        rightName: "number of activations", right: activation.count)
    }
    return blocks
  }
}
