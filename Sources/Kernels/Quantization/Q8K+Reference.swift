extension Q8K {
  /// The definition of the published recipe, one value after the other.
  @Sendable static func quantizePublishedReference(
    _ x: UnsafePointer<Float>, _ blocks: Int,
    _ scales: UnsafeMutablePointer<Float>, _ values: UnsafeMutablePointer<Int8>, _ sums: UnsafeMutablePointer<Int16>
  ) {
    quantizeReference(x, blocks, scales, values, sums) { block in
      let largest = block.reduce(0) { max($0, abs($1)) }
      let scale: Float = largest > 1e-10 ? largest / 127 : 1 / 127
      return (scale, 1 / scale)
    } quantize: {
      Int8(min(max(roundedAwayFromZero($0), -128), 127))
    }
  }

  /// The definition of ggml's recipe, one value after the other.
  @Sendable static func quantizeGGMLReference(
    _ x: UnsafePointer<Float>, _ blocks: Int,
    _ scales: UnsafeMutablePointer<Float>, _ values: UnsafeMutablePointer<Int8>, _ sums: UnsafeMutablePointer<Int16>
  ) {
    quantizeReference(x, blocks, scales, values, sums) { block in
      let extreme = block.reduce(0) { abs($1) > abs($0) ? $1 : $0 }
      let inverse = -127 / extreme
      return inverse.isFinite ? (1 / inverse, inverse) : (0, nil)
    } quantize: {
      Int8(min(roundedToEven($0), 127))
    }
  }

  /// What both recipes share: blocks, the poisoned ones among them, and the sums.
  private static func quantizeReference(
    _ x: UnsafePointer<Float>, _ blocks: Int,
    _ scales: UnsafeMutablePointer<Float>, _ values: UnsafeMutablePointer<Int8>, _ sums: UnsafeMutablePointer<Int16>,
    factors: (UnsafeBufferPointer<Float>) -> (scale: Float, inverse: Float?), quantize: (Float) -> Int8
  ) {
    for index in 0..<blocks {
      let block = UnsafeBufferPointer(start: x + index * blockValues, count: blockValues)
      let finite = block.allSatisfy(\.isFinite)
      // Without an inverse all values are 0.
      let (scale, inverse) = finite ? factors(block) : (Float.theNaN, nil)
      scales[index] = scale
      for i in 0..<blockValues / 16 {
        var sum: Int16 = 0
        for j in 16 * i..<16 * i + 16 {
          let value = inverse.map { quantize(block[j] * $0) } ?? 0
          values[index * blockValues + j] = value
          sum += Int16(value)
        }
        sums[index * blockValues / 16 + i] = sum
      }
    }
  }

  /// The nearest integer of a number below 2^31 in magnitude, halves away from zero.
  static func roundedAwayFromZero(_ x: Float) -> Int32 {
    let magnitude = abs(x)
    let whole = Int32(magnitude)
    // The difference is exact: both are multiples of the last place of the larger.
    let rounded = magnitude - Float(whole) >= 0.5 ? whole + 1 : whole
    return x < 0 ? -rounded : rounded
  }

  /// The nearest integer of a number below 2^22 in magnitude, halves to even.
  private static func roundedToEven(_ x: Float) -> Int32 {
    // The last place of a number from 2^23 to 2^24 is 1: the addition rounds to an integer.
    let shift: Float = 12_582_912
    return Int32((x + shift) - shift)
  }
}
