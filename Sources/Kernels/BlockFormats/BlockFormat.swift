/// A format in which GGUF files store weights in blocks: a few scales, and a few bits a weight.
///
/// The raw value is the number of the type in GGUF files (`ggml_type`). Everything else that is known of a format
/// stands in one line of `layout`.
///
/// Sources: ggml's `ggml-common.h` and `ggml-quants.c`; the numpy decoders of the gguf package, version 0.19.0.
public enum BlockFormat: UInt32, CaseIterable, Sendable {
  case q4_0 = 2
  case q4_1 = 3
  case q5_0 = 6
  case q5_1 = 7
  case q8_0 = 8
  case q2K = 10
  case q3K = 11
  case q4K = 12
  case q5K = 13
  case q6K = 14
  case iq2XXS = 16
  case iq2XS = 17
  case iq3XXS = 18
  case iq1S = 19
  case iq4NL = 20
  case iq3S = 21
  case iq2S = 22
  case iq4XS = 23
  case iq1M = 29
  case tq1_0 = 34
  case tq2_0 = 35
  case mxfp4 = 39
  case nvfp4 = 40
  case q1_0 = 41

  /// The name as GGUF tools write it.
  public var name: String { layout.name }
  /// The number of weights that are stored together; rows are whole numbers of them.
  public var blockWeights: Int { layout.weights }
  /// The number of bytes of a block.
  public var blockBytes: Int { layout.bytes }

  /// Blocks, their number, and room for their weights.
  typealias Decode = @Sendable (UnsafePointer<UInt8>, Int, UnsafeMutablePointer<Float>) -> Void

  /// One row of the table of formats.
  struct Layout {
    let name: String
    let weights: Int
    let bytes: Int
    let decode: Decode

    init(_ name: String, _ weights: Int, _ bytes: Int, _ decode: @escaping Decode) {
      (self.name, self.weights, self.bytes, self.decode) = (name, weights, bytes, decode)
    }
  }

  /// The table of formats.
  var layout: Layout {
    switch self {
    case .q4_0: Layout("Q4_0", 32, 18, LegacyBlocks.q4_0)
    case .q4_1: Layout("Q4_1", 32, 20, LegacyBlocks.q4_1)
    case .q5_0: Layout("Q5_0", 32, 22, LegacyBlocks.q5_0)
    case .q5_1: Layout("Q5_1", 32, 24, LegacyBlocks.q5_1)
    case .q8_0: Layout("Q8_0", 32, 34, LegacyBlocks.q8_0)
    case .q2K: Layout("Q2_K", 256, 84, SuperBlocks.q2K)
    case .q3K: Layout("Q3_K", 256, 110, SuperBlocks.q3K)
    case .q4K: Layout("Q4_K", Q4K.blockWeights, Q4K.blockBytes, Q4K.dequantizeReference)
    case .q5K: Layout("Q5_K", 256, 176, SuperBlocks.q5K)
    case .q6K: Layout("Q6_K", 256, 210, SuperBlocks.q6K)
    case .iq2XXS: Layout("IQ2_XXS", 256, 66, PairBlocks.iq2xxs)
    case .iq2XS: Layout("IQ2_XS", 256, 74, PairBlocks.iq2xs)
    case .iq3XXS: Layout("IQ3_XXS", 256, 98, TripleBlocks.iq3xxs)
    case .iq1S: Layout("IQ1_S", 256, 50, SingleBlocks.iq1s)
    case .iq4NL: Layout("IQ4_NL", 32, 18, LevelBlocks.iq4nl)
    case .iq3S: Layout("IQ3_S", 256, 110, TripleBlocks.iq3s)
    case .iq2S: Layout("IQ2_S", 256, 82, PairBlocks.iq2s)
    case .iq4XS: Layout("IQ4_XS", 256, 136, LevelBlocks.iq4xs)
    case .iq1M: Layout("IQ1_M", 256, 56, SingleBlocks.iq1m)
    case .tq1_0: Layout("TQ1_0", 256, 54, SingleBlocks.tq1_0)
    case .tq2_0: Layout("TQ2_0", 256, 66, SingleBlocks.tq2_0)
    case .mxfp4: Layout("MXFP4", 32, 17, LevelBlocks.mxfp4)
    case .nvfp4: Layout("NVFP4", 64, 36, LevelBlocks.nvfp4)
    case .q1_0: Layout("Q1_0", 128, 18, SingleBlocks.q1_0)
    }
  }
}

extension BlockFormat {
  /// Writes the weights of any number of blocks as binary32 values.
  ///
  /// The value of a weight is scale times code, minus a minimum where the format has one. In every format the products
  /// are exact in binary32 for finite scales: the formats with a minimum (Q4_1, Q5_1, Q2_K, Q4_K, Q5_K) round
  /// once, in the last addition or subtraction, and the others not at all. Allocates nothing.
  ///
  /// - Parameters:
  ///   - bytes: whole blocks, one after the other; no alignment is needed.
  ///   - values: room for exactly their weights; must not overlap `bytes`.
  /// - Throws: `KernelError.shapeMismatch` when the byte count is not a whole number of blocks or `values` is not
  ///   exactly as long as the weights; `KernelError.floatingPointEnvironment`.
  /// - Complexity: O(number of weights).
  ///
  /// Edge cases: an infinite or NaN scale gives what the formula gives under IEEE 754 (infinity * 0 is NaN), every
  /// NaN being 0x7fc00000; subnormal scales are not flushed. No blocks, no values.
  public func dequantize(_ bytes: UnsafeRawBufferPointer, into values: UnsafeMutableBufferPointer<Float>) throws {
    try FloatingPointEnvironment.requireDefault()
    // Q4_K has paths of its own for each instruction set.
    if self == .q4K { return try Q4K.dequantize(bytes, into: values) }
    let layout = layout
    let blocks = try blockCount(of: bytes.count, layout)
    guard values.count == blocks * layout.weights else {
      throw KernelError.shapeMismatch(
        operation: "BlockFormat.dequantize", leftName: "number of weights in the bytes", left: blocks * layout.weights,
        rightName: "length of values", right: values.count)
    }
    guard let source = bytes.baseAddress, let target = values.baseAddress else { return }
    layout.decode(source.assumingMemoryBound(to: UInt8.self), blocks, target)
  }

  /// The weights of any number of blocks as binary32 values.
  ///
  /// The same as the pointer version, which says what is computed and when it throws; this one allocates its result.
  public func dequantize(_ bytes: [UInt8]) throws -> [Float] {
    let layout = layout
    let count = try blockCount(of: bytes.count, layout) * layout.weights
    return try [Float](unsafeUninitializedCapacity: count) { buffer, written in
      try bytes.withUnsafeBytes { try dequantize($0, into: UnsafeMutableBufferPointer(rebasing: buffer[..<count])) }
      written = count
    }
  }

  private func blockCount(of byteCount: Int, _ layout: Layout) throws -> Int {
    let blocks = byteCount / layout.bytes
    guard blocks * layout.bytes == byteCount else {
      throw KernelError.shapeMismatch(
        operation: "BlockFormat.dequantize", leftName: "number of bytes", left: byteCount,
        rightName: "that of whole \(layout.name) blocks of \(layout.bytes)", right: blocks * layout.bytes)
    }
    return blocks
  }
}
