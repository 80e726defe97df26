extension Q4K {
  /// The definition of dequantization, one weight after the other.
  @Sendable static func dequantizeReference(
    _ bytes: UnsafePointer<UInt8>, _ blocks: Int, _ values: UnsafeMutablePointer<Float>
  ) {
    for index in 0..<blocks {
      let block = Block(at: bytes + index * blockBytes)
      let (d, dmin) = (block.d, block.dmin)
      for j in 0..<8 {
        let subBlock = block.subBlock(j)
        let d1 = d * Float(subBlock.scale)
        let dm1 = dmin * Float(subBlock.minimum)
        for i in j * subBlockWeights..<(j + 1) * subBlockWeights {
          values[index * blockWeights + i] = (d1 * Float(block.nibble(i)) - dm1).withCanonicalNaN
        }
      }
    }
  }
}
