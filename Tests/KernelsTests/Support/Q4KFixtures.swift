import Kernels

/// FIX(b0, b1, b2, b3) of the published recipes: packed scales (7i+3) mod 256, nibbles (13i+17) mod 256.
func publishedSuperBlock(_ header: [UInt8]) -> [UInt8] {
  header + (0..<12).map { UInt8((7 * $0 + 3) % 256) } + (0..<128).map { UInt8((13 * $0 + 17) % 256) }
}

/// ACT of the published recipes: (f(i) - 128) * 0.05 + f(i mod 7) * 0.01, each operation rounded.
let publishedActivation: [Float] = (0..<256).map { (Float($0) - 128) * 0.05 + Float($0 % 7) * 0.01 }

extension PCG32 {
  /// Random super-blocks with finite scales below 1 in magnitude.
  mutating func superBlocks(_ count: Int) -> [UInt8] {
    var result = bytes(count * Q4K.blockBytes)
    for block in 0..<count {
      // Exponent 14 at most: the second highest exponent bit off keeps binary16 below 2.
      result[block * Q4K.blockBytes + 1] &= 0xbf
      result[block * Q4K.blockBytes + 3] &= 0xbf
    }
    return result
  }

  /// Random super-blocks of any bits, so that infinite and NaN scales are among them.
  mutating func anySuperBlocks(_ count: Int) -> [UInt8] {
    var result = bytes(count * Q4K.blockBytes)
    for block in 0..<count where below(3) == 0 {
      let specials: [[UInt8]] = [
        [0, 0x7c], [0, 0xfc], [1, 0x7c], [0, 0x7e], [0, 0], [0, 0x80], [1, 0], [0xff, 3],
      ]
      let (d, dmin) = (specials[below(8)], specials[below(8)])
      result.replaceSubrange(block * Q4K.blockBytes..<block * Q4K.blockBytes + 4, with: d + dmin)
    }
    return result
  }
}
