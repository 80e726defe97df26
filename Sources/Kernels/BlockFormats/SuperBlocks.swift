/// The K formats: 256 weights with one binary16 scale `d` for the scales of 16 or 32 weights each, and where there are
/// minimums another one, `dmin`, for these.
///
/// | format | bytes | weight |
/// |---|---|---|
/// | Q2_K | 16 of a scale and a minimum, a nibble each; 64 of pairs; d, dmin | `(d*sc)*q - dmin*m` |
/// | Q3_K | 32 of third bits; 64 of pairs; 12 of packed scales; d | `(d*(sc - 32))*(q - 4)` |
/// | Q5_K | d, dmin; 12 of packed scales and minimums; 32 of fifth bits; 128 of nibbles | `(d*sc)*q - dmin*m` |
/// | Q6_K | 128 of nibbles; 64 of high pairs; 16 signed scales; d | `(d*sc)*(q - 32)` |
///
/// Pairs: of each 128 weights, 32 bytes hold weight 32k + l in bits 2k and 2k + 1 of byte l.
///
/// All products are exact: at most 11 + 4 + 2, 11 + 5 + 2, 11 + 6 + 5 and 11 + 7 + 5 significant bits, as a factor
/// of -32 or -128 adds none. So only the subtraction of a minimum rounds. Q4_K has a file of its own, `Q4K`.
enum SuperBlocks {
  @Sendable static func q2K(_ bytes: UnsafePointer<UInt8>, _ blocks: Int, _ values: UnsafeMutablePointer<Float>) {
    for index in 0..<blocks {
      let block = bytes + 84 * index
      let (d, dmin) = (BlockBytes.half(block, 80), BlockBytes.half(block, 82))
      for group in 0..<16 {
        let source = block + 16 + group / 8 * 32 + group % 2 * 16
        let shift = UInt8(truncatingIfNeeded: group % 8 / 2 * 2)
        let (scale, minimum) = (d * Float(block[group] & 15), dmin * Float(block[group] >> 4))
        let out = values + 256 * index + 16 * group
        for l in 0..<16 { out[l] = (scale * Float(Int32(source[l] &>> shift & 3)) - minimum).withCanonicalNaN }
      }
    }
  }

  /// Where a third bit is not set, 4 is subtracted. Bit n of byte l is that of weight 32n + l.
  @Sendable static func q3K(_ bytes: UnsafePointer<UInt8>, _ blocks: Int, _ values: UnsafeMutablePointer<Float>) {
    for index in 0..<blocks {
      let block = bytes + 110 * index
      let (scales, d) = (block + 96, BlockBytes.half(block, 108))
      for group in 0..<16 {
        let (third, pairs) = (block + group % 2 * 16, block + 32 + group / 8 * 32 + group % 2 * 16)
        let thirdShift = UInt8(truncatingIfNeeded: group / 2)
        let shift = UInt8(truncatingIfNeeded: group % 8 / 2 * 2)
        // Four low bits in bytes 0-7, the first eight scales in low nibbles; two high bits in bytes 8-11.
        let low = scales[group % 8] &>> UInt8(truncatingIfNeeded: group / 8 * 4) & 15
        let high = scales[8 + group % 4] &>> UInt8(truncatingIfNeeded: group / 4 * 2) & 3
        let scale = d * Float(Int32(low | high << 4) &- 32)
        let out = values + 256 * index + 16 * group
        for l in 0..<16 {
          let code = pairs[l] &>> shift & 3 | (third[l] &>> thirdShift & 1) << 2
          out[l] = (scale * Float(Int32(code) &- 4)).withCanonicalNaN
        }
      }
    }
  }

  /// The first 16 bytes are those of Q4_K. Bit j of byte l of the fifth bits is that of weight 32j + l.
  @Sendable static func q5K(_ bytes: UnsafePointer<UInt8>, _ blocks: Int, _ values: UnsafeMutablePointer<Float>) {
    for index in 0..<blocks {
      let block = bytes + 176 * index
      let header = Q4K.Block(at: block)
      let (d, dmin, fifth) = (header.d, header.dmin, block + 16)
      for j in 0..<8 {
        let (nibbles, shift) = (block + 48 + j / 2 * 32, UInt8(truncatingIfNeeded: j % 2 * 4))
        let fifthShift = UInt8(truncatingIfNeeded: j)
        let subBlock = header.subBlock(j)
        let (scale, minimum) = (d * Float(subBlock.scale), dmin * Float(subBlock.minimum))
        let out = values + 256 * index + 32 * j
        for l in 0..<32 {
          let code = nibbles[l] &>> shift & 15 | (fifth[l] &>> fifthShift & 1) << 4
          out[l] = (scale * Float(Int32(code)) - minimum).withCanonicalNaN
        }
      }
    }
  }

  /// Each half of 128 weights takes 64 bytes of nibbles and 32 of pairs: weight 32k + l has its nibble in byte
  /// 32(k mod 2) + l, the upper one for k >= 2.
  @Sendable static func q6K(_ bytes: UnsafePointer<UInt8>, _ blocks: Int, _ values: UnsafeMutablePointer<Float>) {
    for index in 0..<blocks {
      let block = bytes + 210 * index
      let (scales, d) = (block + 192, BlockBytes.half(block, 208))
      for group in 0..<16 {
        let (half, k, first) = (group / 8, group % 8 / 2, group % 2 * 16)
        let (nibbles, pairs) = (block + 64 * half + 32 * (k % 2) + first, block + 128 + 32 * half + first)
        let (shift, pairShift) = (UInt8(truncatingIfNeeded: k / 2 * 4), UInt8(truncatingIfNeeded: 2 * k))
        let scale = d * Float(Int32(Int8(bitPattern: scales[group])))
        let out = values + 256 * index + 16 * group
        for l in 0..<16 {
          let code = nibbles[l] &>> shift & 15 | (pairs[l] &>> pairShift & 3) << 4
          out[l] = (scale * Float(Int32(code) &- 32)).withCanonicalNaN
        }
      }
    }
  }
}
