import CKernels

/// Q4_K weights: super-blocks of 256 four-bit weights in 144 bytes, as GGUF files store them.
///
/// A super-block, byte by byte:
///
/// | bytes | content |
/// |---|---|
/// | 0-1 | `d`, binary16, little-endian: the scale of the scales |
/// | 2-3 | `dmin`, binary16, little-endian: the scale of the minimums |
/// | 4-15 | eight six-bit scales and eight six-bit minimums, packed (see `Q4K.Block`) |
/// | 16-143 | 256 nibbles: bytes 32t..32t+31 hold weights 64t..64t+31 low and 64t+32..64t+63 high |
///
/// Source: the GGUF file format and the `block_q4_K` layout of ggml.
public enum Q4K {
  /// The number of weights in a super-block.
  public static let blockWeights = 256
  /// The number of bytes in a super-block.
  public static let blockBytes = 144
  /// The number of weights that share one scale and one minimum.
  public static let subBlockWeights = 32

  /// The paths of `dequantize` with code of their own that this processor can run, reference first.
  public static var implementations: [Implementation] { dequantizeTable.implementations }

  /// Writes the weights of any number of super-blocks as binary32 values.
  ///
  /// Weight i of sub-block j is `d1*q - dm1`, where `d1 = d*sc[j]`, `dm1 = dmin*m[j]` and q is its
  /// nibble. Both products are exact for every finite block (17 and 21 significant bits), so the
  /// subtraction is the only operation that rounds, and a fused form gives the same bits.
  /// Allocates nothing.
  ///
  /// - Parameters:
  ///   - bytes: whole super-blocks of 144 bytes, one after the other; no alignment is needed.
  ///   - values: room for 256 values a super-block; must not overlap `bytes`.
  ///   - implementation: the path; all give the same bits.
  /// - Throws: `KernelError.shapeMismatch` when the byte count is not a whole number of
  ///   super-blocks or `values` is not exactly as long as the weights; `KernelError.unavailable`.
  /// - Complexity: O(number of weights).
  ///
  /// Edge cases: an infinite or NaN `d` or `dmin` gives what the formula gives under IEEE 754
  /// (infinity * 0 is NaN), every NaN being 0x7fc00000. No blocks, no values.
  public static func dequantize(
    _ bytes: UnsafeRawBufferPointer, into values: UnsafeMutableBufferPointer<Float>,
    implementation: Implementation = .preferred
  ) throws {
    let blocks = try blockCount(operation: "Q4K.dequantize", byteCount: bytes.count)
    guard values.count == blocks * blockWeights else {
      throw KernelError.shapeMismatch(
        operation: "Q4K.dequantize", leftName: "number of weights in the bytes", left: blocks * blockWeights,
        rightName: "length of values", right: values.count)
    }
    let function = try dequantizeTable.function(for: implementation)
    guard let source = bytes.baseAddress, let target = values.baseAddress, blocks > 0 else { return }
    function(source.assumingMemoryBound(to: UInt8.self), blocks, target)
  }

  /// The weights of any number of super-blocks as binary32 values.
  ///
  /// The same as the pointer version, which says what is computed and when it throws; this one
  /// allocates its result.
  public static func dequantize(_ bytes: [UInt8], implementation: Implementation = .preferred) throws -> [Float] {
    let blocks = try blockCount(operation: "Q4K.dequantize", byteCount: bytes.count)
    return try [Float](unsafeUninitializedCapacity: blocks * blockWeights) { buffer, count in
      let values = UnsafeMutableBufferPointer(rebasing: buffer[..<(blocks * blockWeights)])
      try bytes.withUnsafeBytes { try dequantize($0, into: values, implementation: implementation) }
      count = values.count
    }
  }

  /// The number of super-blocks in so many bytes, or an error that names both counts.
  static func blockCount(operation: String, byteCount: Int) throws -> Int {
    let blocks = byteCount / blockBytes
    guard blocks * blockBytes == byteCount else {
      throw KernelError.shapeMismatch(
        operation: operation, leftName: "number of bytes", left: byteCount,
        rightName: "that of whole super-blocks of \(blockBytes)", right: blocks * blockBytes)
    }
    return blocks
  }

  typealias Dequantize = @Sendable (UnsafePointer<UInt8>, Int, UnsafeMutablePointer<Float>) -> Void

  #if arch(x86_64)
    static let dequantizeTable = ImplementationTable<Dequantize>(
      scalar: dequantizeReference,
      [.avx2: ck_q4k_dequantize_avx2, .avx512: ck_q4k_dequantize_avx512])
  #elseif arch(arm64)
    static let dequantizeTable = ImplementationTable<Dequantize>(
      scalar: dequantizeReference,
      [.neon: ck_q4k_dequantize_neon])
  #else
    static let dequantizeTable = ImplementationTable<Dequantize>(scalar: dequantizeReference)
  #endif
}
