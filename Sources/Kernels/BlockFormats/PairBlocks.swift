/// The formats of about two bits a weight with code books of eight values and signs apart: IQ2_XXS, IQ2_XS, IQ2_S.
///
/// | format | bytes |
/// |---|---|
/// | IQ2_XXS | d; for each 32 weights 4 of entries, then a word: four times 7 bits of signs, 4 bits of scale |
/// | IQ2_XS | d; 32 words of 9 bits of entry and 7 of signs; 8 of scales, a nibble for 16 weights |
/// | IQ2_S | d; 32 of entries; 32 of signs; 8 of bits 8 and 9 of entries; 8 of scales, a nibble for 16 weights |
///
/// A weight is `d*(0.5 + s)*0.25` times a value of the entry, with its sign: at most 11 + 5 + 6 significant bits, so
/// nothing is rounded. Seven bits of signs give eight by even parity.
enum PairBlocks {
  @Sendable static func iq2xxs(_ bytes: UnsafePointer<UInt8>, _ blocks: Int, _ values: UnsafeMutablePointer<Float>) {
    CodeBook.iq2xxs.values.withUnsafeBufferPointer { book in
      for index in 0..<blocks {
        let block = bytes + 66 * index
        let d = BlockBytes.half(block, 0)
        for group in 0..<8 {
          let (entries, word) = (block + 2 + 8 * group, BlockBytes.doubleWord(block, 6 + 8 * group))
          let scale = d * (0.5 + Float(word >> 28)) * 0.25
          for k in 0..<4 {
            let signs = CodeBook.signs(word &>> UInt32(truncatingIfNeeded: 7 * k))
            CodeBook.write(8, of: book, Int(entries[k]), scale, signs, values + 256 * index + 32 * group + 8 * k)
          }
        }
      }
    }
  }

  @Sendable static func iq2xs(_ bytes: UnsafePointer<UInt8>, _ blocks: Int, _ values: UnsafeMutablePointer<Float>) {
    CodeBook.iq2xs.values.withUnsafeBufferPointer { book in
      for index in 0..<blocks {
        let block = bytes + 74 * index
        let (d, scales) = (BlockBytes.half(block, 0), block + 66)
        for k in 0..<32 {
          let word = BlockBytes.word(block, 2 + 2 * k)
          let scale = d * (0.5 + scaleNibble(scales, k)) * 0.25
          CodeBook.write(
            8, of: book, Int(word & 511), scale, CodeBook.signs(UInt32(word >> 9)), values + 256 * index + 8 * k)
        }
      }
    }
  }

  @Sendable static func iq2s(_ bytes: UnsafePointer<UInt8>, _ blocks: Int, _ values: UnsafeMutablePointer<Float>) {
    CodeBook.iq2s.values.withUnsafeBufferPointer { book in
      for index in 0..<blocks {
        let block = bytes + 82 * index
        let (d, entries, signs, high, scales) = (
          BlockBytes.half(block, 0), block + 2, block + 34, block + 66, block + 74
        )
        for k in 0..<32 {
          let entry = Int(entries[k]) | Int(high[k / 4] &>> UInt8(truncatingIfNeeded: k % 4 * 2) & 3) << 8
          let scale = d * (0.5 + scaleNibble(scales, k)) * 0.25
          CodeBook.write(8, of: book, entry, scale, UInt32(signs[k]), values + 256 * index + 8 * k)
        }
      }
    }
  }

  /// The nibble of the scale of octet k: two octets share one, the lower nibble comes first.
  @inline(__always)
  private static func scaleNibble(_ scales: UnsafePointer<UInt8>, _ k: Int) -> Float {
    Float(scales[k / 4] &>> UInt8(truncatingIfNeeded: k / 2 % 2 * 4) & 15)
  }
}
