import CKernels

/// Activations quantized to signed bytes, 32 to a binary16 scale, to be multiplied by weights in blocks of 32.
///
/// A block that holds a NaN or an infinity is poisoned: its scale is NaN (0x7fc00000) and its values are 0, so that
/// every product with the block is NaN.
public enum Q8_0 {
  /// The number of values that share a scale.
  public static let blockValues = 32

  /// The paths with code of their own that this processor can run, reference first.
  public static var implementations: [Implementation] { table.implementations }

  /// Quantizes by ggml's recipe for Q8_0: a positive scale, ties away from zero.
  ///
  /// For each block, every operation rounded on its own: `d = max |v| / 127`; `inverse = 1 / d`; `q = v * inverse`
  /// rounded to the nearest integer, halves away from zero; the scale is d rounded to binary16, to nearest, ties to
  /// even. Allocates nothing when `row` already has the length of `values` and is not shared.
  ///
  /// - Parameters:
  ///   - values: whole blocks of 32 values.
  ///   - row: receives scales, values and sums; its previous length does not matter.
  ///   - threads: the number of threads to share the blocks, at least 1; changes no bit.
  ///   - implementation: the path; all give the same bits.
  /// - Throws: `KernelError.shapeMismatch` when the count is not a whole number of blocks; `KernelError.invalidSize` for
  ///   threads below 1; `KernelError.unavailable`; `KernelError.floatingPointEnvironment`.
  /// - Complexity: O(count).
  ///
  /// Error: where 2^-14 <= d < 65520, so that the scale is a normal binary16 number, `|v - scale * q| <= d * (0.5 + 127
  /// * 2^-11 + 2^-15)`: rounding to an integer, the scale rounded to 11 bits, and three roundings of a quotient of at
  /// most 127.
  ///
  /// Edge cases: a block of zeros has scale +0 and values 0, and so has one whose largest magnitude is so small that
  /// 1 / d overflows (below about 3.74e-37), which ggml leaves undefined. A d of 65520 or more becomes an infinite
  /// scale, and one of at most 2^-25 becomes 0, both with values that are not 0.
  ///
  /// Source: `quantize_row_q8_0_ref` of ggml, whose AVX2 code rounds ties to even.
  public static func quantize(
    _ values: UnsafeBufferPointer<Float>, into row: inout Row, threads: Int = 1,
    implementation: Implementation = .preferred
  ) throws {
    try ShapeCheck("Q8_0.quantize").size("threads", threads, threads >= 1, "at least 1")
    let blocks = try blockCount(operation: "Q8_0.quantize", count: values.count)
    let function = try table.function(for: implementation)
    let storage = row.prepareForWriting(blockCount: blocks)
    guard let source = values.baseAddress, blocks > 0 else { return }
    let (scales, q, sums) = (
      storage.scales.span.baseAddress!, storage.values.span.baseAddress!, storage.sums.span.baseAddress!
    )
    guard threads > 1 else { return function(source, blocks, scales, q, sums) }
    // Looked up once more: to keep what was called above would allocate there, too.
    let job = Q8K.QuantizeJob(
      function: try table.function(for: implementation), source: source, scales: scales, values: q, sums: sums,
      blockValues: blockValues, blockSums: 1)
    Parallel.forEachRun(of: blocks, threads: threads) { job.run($0) }
  }

  /// The row that `quantize(_:into:implementation:)` writes, newly allocated.
  public static func quantize(_ values: [Float], implementation: Implementation = .preferred) throws -> Row {
    var row = try Row(count: 0)
    try values.withUnsafeBufferPointer { try quantize($0, into: &row, implementation: implementation) }
    return row
  }

  /// The number of blocks in so many values, or an error that names both counts.
  static func blockCount(operation: String, count: Int) throws -> Int {
    let blocks = count / blockValues
    guard blocks * blockValues == count, count >= 0 else {
      throw KernelError.shapeMismatch(
        operation: operation, leftName: "number of values", left: count,
        rightName: "that of whole blocks of \(blockValues)", right: blocks * blockValues)
    }
    return blocks
  }

  #if arch(x86_64)
    static let table = ImplementationTable<Q8K.Quantize>(
      scalar: quantizeReference, [.avx2: ck_q8_0_quantize_avx2, .avx512: ck_q8_0_quantize_avx512])
  #elseif arch(arm64)
    static let table = ImplementationTable<Q8K.Quantize>(
      scalar: quantizeReference, [.neon: ck_q8_0_quantize_neon])
  #else
    static let table = ImplementationTable<Q8K.Quantize>(scalar: quantizeReference)
  #endif
}
