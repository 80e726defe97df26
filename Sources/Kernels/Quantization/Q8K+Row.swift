extension Q8K {
  /// A row of activations in blocks of 256 signed bytes: a scale a block, and sums of 16 bytes.
  ///
  /// Value i stands for `scales[i / 256] * values[i]`. A value type: copies share storage until one
  /// of them is written. The three arrays start on 64-byte lines.
  public struct Row: Sendable {
    private(set) var storage: QuantizedStorage

    /// The number of blocks of 256.
    public var blockCount: Int { storage.scales.count }
    /// The number of values: 256 a block.
    public var count: Int { storage.values.count }
    /// The scale of each block.
    public var scales: [Float] { storage.scales.array }
    /// The quantized values.
    public var values: [Int8] { storage.values.array }
    /// The sum of each sixteen values, in order: what the minimums of weights are multiplied by.
    public var sums: [Int16] { storage.sums.array }

    /// A row of zeros, to be written by a quantizer.
    ///
    /// - Throws: `KernelError.shapeMismatch` when `count` is not a whole number of blocks of 256.
    public init(count: Int) throws {
      storage = Self.zeros(try Q8K.blockCount(operation: "Q8K.Row", count: count))
    }

    /// A row with given scales and values, from which the sums follow.
    ///
    /// - Throws: `KernelError.shapeMismatch` when there are not 256 values to each scale.
    public init(scales: [Float], values: [Int8]) throws {
      guard values.count == scales.count * blockValues else {
        throw KernelError.shapeMismatch(
          operation: "Q8K.Row", leftName: "number of values", left: values.count,
          rightName: "256 a scale", right: scales.count * blockValues)
      }
      storage = Self.zeros(scales.count)
      storage.fill(scales: scales, values: values)
    }

    /// The binary32 values that the row stands for: scale times value, rounded once.
    ///
    /// A NaN scale gives 0x7fc00000.
    public func dequantized() -> [Float] {
      (0..<count).map { (storage.scales.span[$0 / blockValues] * Float(storage.values.span[$0])).withCanonicalNaN }
    }

    /// Calls a function with the starts of scales, values and sums, valid during the call.
    public func withPointers<Result>(
      _ body: (UnsafePointer<Float>, UnsafePointer<Int8>, UnsafePointer<Int16>) throws -> Result
    ) rethrows -> Result {
      try storage.withPointers(body)
    }

    /// Storage that no other row sees, with room for so many blocks.
    mutating func prepareForWriting(blockCount: Int) -> QuantizedStorage {
      if !isKnownUniquelyReferenced(&storage) || self.blockCount != blockCount {
        storage = Self.zeros(blockCount)
      }
      return storage
    }

    private static func zeros(_ blocks: Int) -> QuantizedStorage {
      QuantizedStorage(blocks: blocks, blockValues: blockValues, blockSums: blockValues / 16)
    }
  }
}

extension Q8K.Row: QuantizedActivations {
  /// Q8_K.
  public static var format: ActivationFormat { .q8K }
}

extension Q8K.Row: Equatable {
  /// Whether both rows hold the same bits.
  ///
  /// Scales are compared as bits: a NaN equals itself, and -0 is not +0.
  public static func == (left: Self, right: Self) -> Bool {
    left.storage.hasBits(of: right.storage)
  }
}
