/// Products of weights in a block format and quantized activations, without dequantizing either.
///
/// Every format has one order of operations, which all paths keep bit for bit, whatever the number of rows, activations
/// and threads. Integer sums are exact; what rounds is one step of binary32 a block.
///
/// With 256 weights to a block (Q2_K, Q3_K, Q4_K, Q5_K, Q6_K, IQ4_XS; activations Q8_K of scale s), for blocks i in
/// ascending order and all accumulators from +0:
///
///     S = sum over groups j of sc[j] * sum(code * q8)        M = sum over groups j of m[j] * sum(q8)
///     P[i mod 2] = fma(d * s, Float(S), P[i mod 2])          N[i mod 2] = fma(dmin * s, Float(M), N[i mod 2])
///     result = (P[0] + P[1]) - (N[0] + N[1])
///
/// A group is what shares a scale: 32 weights in Q4_K, Q5_K and IQ4_XS, 16 in the others. Codes and scales are integers
/// with their signs (`q - 32` in Q6_K); formats without minimums have N = 0, so that the result is `P[0] + P[1]`.
///
/// With 32 weights to a block (Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, IQ4_NL, MXFP4; activations Q8_0 of scale s):
///
///     S = sum(code * q8)                                      M = sum(q8)
///     P[i mod 4] = fma(d * s, Float(S), P[i mod 4])           N[i mod 4] = fma(m * s, Float(M), N[i mod 4])
///     result = ((P[0] + P[2]) + (P[1] + P[3])) + ((N[0] + N[2]) + (N[1] + N[3]))
///
/// where formats without a minimum m have N = 0. `d * s` and `m * s` are rounded on their own, and a NaN result is
/// 0x7fc00000.
///
/// Error: against the exact sum of the products `d*s*S` and `dmin*s*M` or `m*s*M`, without overflow, at most `gamma(k)
/// * sum(|d*s*S| + |m*s*M|) + sum(|S| + |M| + 2) * 2^-149`, where `gamma(k) = k*u / (1 - k*u)`, u = 2^-24, and `k =
/// ceil(B/2) + 4` with B blocks of 256, `k = ceil(B/4) + 4` with B blocks of 32. In blocks of 256 `d*s`, `Float(S)`,
/// the fused steps, the sum of two lanes and the difference round a term; in blocks of 32, where `Float(S)` is exact,
/// `d*s`, the fused steps, two folds of the lanes and the last sum. The second part is underflow: of `d*s` 2^-150,
/// which S multiplies, and of a fused step 2^-150, with room for what the roundings behind them add.
public enum FusedProduct {
  /// The paths with code of their own for a format that this processor can run, reference first.
  public static func implementations(of format: BlockFormat) -> [Implementation] {
    kernel(of: format)?.table.implementations ?? []
  }

  /// The products of a matrix of weights and several rows of activations.
  ///
  /// Result `c * rows + r` is that of weight row r and activation c; threads share out whole weight rows. With one
  /// thread nothing is allocated.
  ///
  /// - Parameters:
  ///   - weights: `rows` rows of `columns` weights, row after row ([rows][columns], the layout of GGUF); no alignment is
  ///     needed.
  ///   - format: how they are stored.
  ///   - rows: the number of results an activation; may be 0.
  ///   - columns: the length of one activation, a multiple of the format's block.
  ///   - activations: `count` quantized rows of `columns` values, one after the other, in the format's
  ///     `activationFormat`; blocks have scales of their own, so quantizing them together is quantizing each.
  ///   - count: the number of activations; may be 0.
  ///   - results: room for exactly `count * rows` values, [count][rows].
  ///   - threads: the number of threads to share the rows, at least 1.
  ///   - implementation: the path; all give the same bits.
  /// - Throws: `KernelError.invalidValue` for a format that has no product with these activations;
  ///   `KernelError.invalidSize` for negative rows or count, columns that are no multiple of the block or threads below
  ///   1; `KernelError.shapeMismatch` when weights, activations or results do not fit; `KernelError.unavailable`;
  ///   `KernelError.floatingPointEnvironment`.
  /// - Complexity: O(rows * columns * count).
  ///
  /// Edge cases: no columns give +0; a NaN or infinity anywhere gives what IEEE 754 gives in the order above.
  public static func matMat<Activations: QuantizedActivations>(
    _ weights: UnsafeRawBufferPointer, format: BlockFormat, rows: Int, columns: Int, _ activations: Activations,
    count: Int, into results: UnsafeMutableBufferPointer<Float>, threads: Int = 1,
    implementation: Implementation = .preferred
  ) throws {
    guard let kernel = kernel(of: format), kernel.activations == Activations.format else {
      throw KernelError.invalidValue(
        operation: "FusedProduct.matMat", name: "format", value: format.name,
        requirement: "one whose activations are \(Activations.format.rawValue)")
    }
    try kernel.matMat(
      operation: "FusedProduct.matMat", weights, rows: rows, columns: columns, activations, count: count, into: results,
      threads: threads, implementation: implementation)
  }

  /// The dot product of one row of weights and one of activations; see `matMat`.
  ///
  /// - Parameters:
  ///   - weights: whole blocks.
  ///   - activation: as many values as weights.
  /// - Throws: as `matMat`.
  public static func dot<Activations: QuantizedActivations>(
    _ weights: [UInt8], format: BlockFormat, _ activation: Activations, implementation: Implementation = .preferred
  ) throws -> Float {
    var result: [Float] = [0]
    try weights.withUnsafeBytes { bytes in
      try result.withUnsafeMutableBufferPointer {
        try matMat(
          bytes, format: format, rows: 1, columns: activation.count, activation, count: 1, into: $0,
          implementation: implementation)
      }
    }
    return result[0]
  }
}
