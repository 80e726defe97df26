extension Q8_0 {
  /// A row of activations in blocks of 32 signed bytes: a scale and a sum a block.
  ///
  /// Value i stands for `scales[i / 32] * values[i]`. Scales of a quantizer are binary16 numbers, kept as binary32. A value
  /// type: copies share storage until one of them is written. The three arrays start on 64-byte lines.
  public struct Row: Sendable {
    private var storage: QuantizedStorage

    /// The number of blocks of 32.
    public var blockCount: Int { storage.scales.count }
    /// The number of values: 32 a block.
    public var count: Int { storage.values.count }
    /// The scale of each block.
    public var scales: [Float] { storage.scales.array }
    /// The quantized values.
    public var values: [Int8] { storage.values.array }
    /// The sum of the values of each block: what the minimums of weights are multiplied by.
    public var sums: [Int16] { storage.sums.array }

    /// A row of zeros, to be written by a quantizer.
    ///
    /// - Throws: `KernelError.shapeMismatch` when `count` is not a whole number of blocks of 32.
    public init(count: Int) throws {
      storage = Self.zeros(try Q8_0.blockCount(operation: "Q8_0.Row", count: count))
    }

    /// A row with given scales and values, from which the sums follow.
    ///
    /// - Throws: `KernelError.shapeMismatch` when there are not 32 values to each scale.
    public init(scales: [Float], values: [Int8]) throws {
      guard values.count == scales.count * blockValues else {
        throw KernelError.shapeMismatch(
          operation: "Q8_0.Row", leftName: "number of values", left: values.count,
          rightName: "32 a scale", right: scales.count * blockValues)
      }
      storage = Self.zeros(scales.count)
      storage.fill(scales: scales, values: values)
    }

    /// Storage that no other row sees, with room for so many blocks.
    mutating func prepareForWriting(blockCount: Int) -> QuantizedStorage {
      if !isKnownUniquelyReferenced(&storage) || self.blockCount != blockCount {
        storage = Self.zeros(blockCount)
      }
      return storage
    }

    private static func zeros(_ blocks: Int) -> QuantizedStorage {
      QuantizedStorage(blocks: blocks, blockValues: blockValues, blockSums: 1)
    }
  }
}

extension Q8_0.Row: QuantizedActivations {
  /// Q8_0.
  public static var format: ActivationFormat { .q8_0 }

  /// Calls a function with the starts of scales, values and sums, valid during the call.
  public func withPointers<Result>(
    _ body: (UnsafePointer<Float>, UnsafePointer<Int8>, UnsafePointer<Int16>) throws -> Result
  ) rethrows -> Result {
    try storage.withPointers(body)
  }
}

extension Q8_0.Row: Equatable {
  /// Whether both rows hold the same bits.
  ///
  /// Scales are compared as bits: a NaN equals itself, and -0 is not +0.
  public static func == (left: Self, right: Self) -> Bool {
    left.storage.hasBits(of: right.storage)
  }
}
