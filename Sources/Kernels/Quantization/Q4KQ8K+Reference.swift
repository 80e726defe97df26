extension Q4KQ8K {
  /// The definition of the product, row after row.
  @Sendable static func rowsReference(
    _ weights: UnsafePointer<UInt8>, _ rows: Int, _ blocks: Int,
    _ scales: UnsafePointer<Float>, _ values: UnsafePointer<Int8>, _ sums: UnsafePointer<Int16>,
    _ results: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<rows {
      var positive: (Float, Float) = (0, 0)
      var negative: (Float, Float) = (0, 0)
      for index in 0..<blocks {
        let block = Q4K.Block(at: weights + (row * blocks + index) * Q4K.blockBytes)
        let q8 = values + index * Q8K.blockValues
        let (products, minimums) = integerSums(block, q8)
        let scale = scales[index]
        let (a, b) = (block.d * scale, block.dmin * scale)
        if index % 2 == 0 {
          positive.0.addProduct(a, Float(products))
          negative.0.addProduct(b, Float(minimums))
        } else {
          positive.1.addProduct(a, Float(products))
          negative.1.addProduct(b, Float(minimums))
        }
      }
      results[row] = ((positive.0 + positive.1) - (negative.0 + negative.1)).withCanonicalNaN
    }
  }

  /// The two sums of a block, exact: scale * nibble * activation, and minimum * activation.
  private static func integerSums(_ block: Q4K.Block, _ q8: UnsafePointer<Int8>) -> (products: Int32, minimums: Int32) {
    var products: Int32 = 0
    var minimums: Int32 = 0
    for j in 0..<8 {
      var (product, sum): (Int32, Int32) = (0, 0)
      for i in j * Q4K.subBlockWeights..<(j + 1) * Q4K.subBlockWeights {
        product += Int32(block.nibble(i)) * Int32(q8[i])
        sum += Int32(q8[i])
      }
      let subBlock = block.subBlock(j)
      products += Int32(subBlock.scale) * product
      minimums += Int32(subBlock.minimum) * sum
    }
    return (products, minimums)
  }
}
