/// The formats of about three bits a weight with code books of four values and signs apart: IQ3_XXS and IQ3_S.
///
/// | format | bytes | scale |
/// |---|---|---|
/// | IQ3_XXS | d; 64 of entries; 8 words, one for 32 weights | `d*(0.5 + s)*0.5` |
/// | IQ3_S | d; 64 of entries; 8 of their ninth bits; 32 of signs; 4 of scales, a nibble for 32 weights | `d*(1 + 2s)` |
///
/// A word of IQ3_XXS has, from below, four times 7 bits of signs and 4 bits of scale.
/// A weight is the scale times a value of the entry, with its sign: at most 11 + 5 + 5 significant bits, so nothing is
/// rounded. Seven bits of signs give eight by even parity.
enum TripleBlocks {
  @Sendable static func iq3xxs(_ bytes: UnsafePointer<UInt8>, _ blocks: Int, _ values: UnsafeMutablePointer<Float>) {
    CodeBook.iq3xxs.values.withUnsafeBufferPointer { book in
      for index in 0..<blocks {
        let block = bytes + 98 * index
        let d = BlockBytes.half(block, 0)
        for group in 0..<8 {
          let (entries, word) = (block + 2 + 8 * group, BlockBytes.doubleWord(block, 66 + 4 * group))
          let scale = d * (0.5 + Float(word >> 28)) * 0.5
          for k in 0..<8 {
            let signs = CodeBook.signs(word &>> UInt32(truncatingIfNeeded: k / 2 * 7)) >> UInt32(k % 2 * 4)
            CodeBook.write(4, of: book, Int(entries[k]), scale, signs, values + 256 * index + 32 * group + 4 * k)
          }
        }
      }
    }
  }

  @Sendable static func iq3s(_ bytes: UnsafePointer<UInt8>, _ blocks: Int, _ values: UnsafeMutablePointer<Float>) {
    CodeBook.iq3s.values.withUnsafeBufferPointer { book in
      for index in 0..<blocks {
        let block = bytes + 110 * index
        let (d, entries, high, signs, scales) = (
          BlockBytes.half(block, 0), block + 2, block + 66, block + 74, block + 106
        )
        for k in 0..<64 {
          let nibble = scales[k / 16] &>> UInt8(truncatingIfNeeded: k / 8 % 2 * 4) & 15
          let entry = Int(entries[k]) | Int(high[k / 8] &>> UInt8(truncatingIfNeeded: k % 8) & 1) << 8
          CodeBook.write(
            4, of: book, entry, d * Float(1 + 2 * nibble), UInt32(signs[k / 2] >> UInt8(truncatingIfNeeded: k % 2 * 4)),
            values + 256 * index + 4 * k)
        }
      }
    }
  }
}
