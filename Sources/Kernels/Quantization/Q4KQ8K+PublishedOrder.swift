extension Q4KQ8K {
  /// The dot product in the scalar order of the published SHIP-007 investigation.
  ///
  /// A named variant, to reproduce published bits; `dot` is the kernel to use. `total = 0`; for each
  /// block with activation scale qs, and each 64 weights t of it, with `lo`, `hi` the integer sums
  /// of nibble * activation over the low and high nibbles and `qlo`, `qhi` those of the activations:
  ///
  ///     total = total + (((d * sc[2t]) * qs) * lo - ((dmin * m[2t]) * qs) * qlo)
  ///     total = total + (((d * sc[2t+1]) * qs) * hi - ((dmin * m[2t+1]) * qs) * qhi)
  ///
  /// The integer sums are exact; every binary32 operation is rounded on its own.
  ///
  /// - Parameters:
  ///   - weights: whole super-blocks of 144 bytes.
  ///   - activation: as many blocks of 256 values.
  /// - Throws: `KernelError.shapeMismatch` as `dot` does.
  /// - Complexity: O(number of weights).
  ///
  /// Edge cases: as in `dot`.
  public static func dotPublishedOrder(_ weights: [UInt8], _ activation: Q8K.Row) throws -> Float {
    try weights.withUnsafeBytes { try dotPublishedOrder($0, activation) }
  }

  /// The dot product in the published scalar order, over a buffer; see the array version.
  public static func dotPublishedOrder(_ weights: UnsafeRawBufferPointer, _ activation: Q8K.Row) throws -> Float {
    try FloatingPointEnvironment.requireDefault()
    let blocks = try blockCount(operation: "Q4KQ8K.dotPublishedOrder", weights, activation)
    return activation.withPointers { scales, values, _ in
      var total: Float = 0
      for index in 0..<blocks {
        let block = Q4K.Block(at: weights.baseAddress! + index * Q4K.blockBytes)
        for j in 0..<8 {
          var (product, sum): (Int32, Int32) = (0, 0)
          for i in j * Q4K.subBlockWeights..<(j + 1) * Q4K.subBlockWeights {
            let q8 = Int32(values[index * Q8K.blockValues + i])
            product += Int32(block.nibble(i)) * q8
            sum += q8
          }
          let subBlock = block.subBlock(j)
          let a = (block.d * Float(subBlock.scale)) * scales[index]
          let b = (block.dmin * Float(subBlock.minimum)) * scales[index]
          total += a * Float(product) - b * Float(sum)
        }
      }
      return total.withCanonicalNaN
    }
  }
}
