import CKernels

/// Activations quantized to signed bytes, 256 to a scale, to be multiplied by Q4_K weights.
///
/// Two recipes bear the name Q8_K in public and differ in scale, sign and rounding; here each has
/// a function of its own, and neither is "the" quantizer.
///
/// Both poison a block that holds a NaN or an infinity: its scale is NaN (0x7fc00000) and its
/// values are 0, so that every product with the block is NaN. A quantizer that saturates instead
/// turns a fault upstream into a plausible number.
public enum Q8K {
  /// The number of values that share a scale.
  public static let blockValues = 256

  /// The paths of both quantizers with code of their own that this processor can run, reference first.
  public static var implementations: [Implementation] { publishedTable.implementations }

  /// Quantizes by the recipe of the published SHIP-007 investigation: a positive scale, ties away from zero.
  ///
  /// For each block, every operation rounded on its own: `mx = max |v|`; `scale = mx / 127` if
  /// `mx > 1e-10`, else `1 / 127`; `inv = 1 / scale`; `q = v * inv` rounded to the nearest integer,
  /// halves away from zero, clamped to -128...127. Allocates nothing when `row` already has the
  /// length of `values` and is not shared.
  ///
  /// - Parameters:
  ///   - values: whole blocks of 256 values.
  ///   - row: receives scales, values and sums; its previous length does not matter.
  ///   - implementation: the path; all give the same bits.
  /// - Throws: `KernelError.shapeMismatch` when the count is not a whole number of blocks;
  ///   `KernelError.unavailable`.
  /// - Complexity: O(count).
  ///
  /// Error: for `mx > 1e-10`, `|v - scale * q| <= scale * (0.5 + 2^-15)` (rounding to an integer,
  /// and three roundings on a quotient of at most 127). A smaller block becomes zeros.
  public static func quantizePublished(
    _ values: UnsafeBufferPointer<Float>, into row: inout Row, implementation: Implementation = .preferred
  ) throws {
    try quantize(values, into: &row, operation: "Q8K.quantizePublished", with: publishedTable, implementation)
  }

  /// Quantizes by ggml's own recipe for Q8_K: a scale of either sign, ties to even.
  ///
  /// For each block, every operation rounded on its own: `max` is the value of largest magnitude,
  /// the first of equals, with its sign; `iscale = -127 / max`; `q = min(127, v * iscale rounded to
  /// the nearest integer, halves to even)`; `scale = 1 / iscale`. Allocates nothing when `row`
  /// already has the length of `values` and is not shared.
  ///
  /// - Parameters:
  ///   - values: whole blocks of 256 values.
  ///   - row: receives scales, values and sums; its previous length does not matter.
  ///   - threads: the number of threads to share the blocks, at least 1; changes no bit.
  ///   - implementation: the path; all give the same bits.
  /// - Throws: `KernelError.shapeMismatch` when the count is not a whole number of blocks;
  ///   `KernelError.invalidSize` for threads below 1; `KernelError.unavailable`.
  /// - Complexity: O(count).
  ///
  /// Edge cases: a block of zeros has scale +0 and values 0, and so has one whose largest magnitude is
  /// so small that -127 / max overflows (below about 3.74e-37), which ggml leaves undefined.
  ///
  /// Source: `quantize_row_q8_K_ref` of ggml.
  public static func quantizeGGML(
    _ values: UnsafeBufferPointer<Float>, into row: inout Row, threads: Int = 1,
    implementation: Implementation = .preferred
  ) throws {
    try quantize(
      values, into: &row, operation: "Q8K.quantizeGGML", with: ggmlTable, threads: threads, implementation)
  }

  /// The row that `quantizePublished(_:into:implementation:)` writes, newly allocated.
  public static func quantizePublished(
    _ values: [Float], implementation: Implementation = .preferred
  ) throws -> Row {
    var row = try Row(count: 0)
    try values.withUnsafeBufferPointer { try quantizePublished($0, into: &row, implementation: implementation) }
    return row
  }

  /// The row that `quantizeGGML(_:into:implementation:)` writes, newly allocated.
  public static func quantizeGGML(_ values: [Float], implementation: Implementation = .preferred) throws -> Row {
    var row = try Row(count: 0)
    try values.withUnsafeBufferPointer { try quantizeGGML($0, into: &row, implementation: implementation) }
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

  private static func quantize(
    _ values: UnsafeBufferPointer<Float>, into row: inout Row, operation: String,
    with table: ImplementationTable<Quantize>, threads: Int = 1, _ implementation: Implementation
  ) throws {
    try ShapeCheck(operation).size("threads", threads, threads >= 1, "at least 1")
    let blocks = try blockCount(operation: operation, count: values.count)
    let function = try table.function(for: implementation)
    let storage = row.prepareForWriting(blockCount: blocks)
    guard let source = values.baseAddress, blocks > 0 else { return }
    let (scales, q, sums) = (
      storage.scales.span.baseAddress!, storage.values.span.baseAddress!, storage.sums.span.baseAddress!
    )
    guard threads > 1 else { return function(source, blocks, scales, q, sums) }
    // Looked up once more: to keep what was called above would allocate there, too.
    let job = QuantizeJob(
      function: try table.function(for: implementation), source: source, scales: scales, values: q, sums: sums,
      blockValues: blockValues, blockSums: blockValues / 16)
    Parallel.forEachRun(of: blocks, threads: threads) { job.run($0) }
  }

  /// Values, number of blocks; scales, quantized values, sums of 16.
  typealias Quantize =
    @Sendable (
      UnsafePointer<Float>, Int, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Int8>, UnsafeMutablePointer<Int16>
    ) -> Void

  /// One call, of this or another format; runs of blocks write different scales, values and sums.
  struct QuantizeJob: @unchecked Sendable {
    let function: Quantize
    let source: UnsafePointer<Float>
    let scales: UnsafeMutablePointer<Float>
    let values: UnsafeMutablePointer<Int8>
    let sums: UnsafeMutablePointer<Int16>
    let blockValues, blockSums: Int

    func run(_ blocks: Range<Int>) {
      let first = blocks.lowerBound
      function(
        source + first * blockValues, blocks.count, scales + first, values + first * blockValues,
        sums + first * blockSums)
    }
  }

  #if arch(x86_64)
    static let publishedTable = ImplementationTable<Quantize>(
      scalar: quantizePublishedReference,
      [.avx2: ck_q8k_quantize_published_avx2, .avx512: ck_q8k_quantize_published_avx512])
    static let ggmlTable = ImplementationTable<Quantize>(
      scalar: quantizeGGMLReference,
      [.avx2: ck_q8k_quantize_ggml_avx2, .avx512: ck_q8k_quantize_ggml_avx512])
  #elseif arch(arm64)
    static let publishedTable = ImplementationTable<Quantize>(
      scalar: quantizePublishedReference,
      [.neon: ck_q8k_quantize_published_neon])
    static let ggmlTable = ImplementationTable<Quantize>(
      scalar: quantizeGGMLReference,
      [.neon: ck_q8k_quantize_ggml_neon])
  #else
    static let publishedTable = ImplementationTable<Quantize>(scalar: quantizePublishedReference)
    static let ggmlTable = ImplementationTable<Quantize>(scalar: quantizeGGMLReference)
  #endif
}
