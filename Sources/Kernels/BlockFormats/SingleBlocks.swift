/// The formats of less than two bits a weight: IQ1_S, IQ1_M, the ternary TQ1_0 and TQ2_0, and Q1_0.
///
/// | format | bytes | weight |
/// |---|---|---|
/// | IQ1_S | d; 32 of entries; 8 words, one for 32 weights | `d*(2s + 1)*(v ± 1/8)` |
/// | IQ1_M | 32 of entries; 16 of nibbles, one for 8 weights; 4 words of scales | `d*(2s + 1)*(v ± 1/8)` |
/// | TQ1_0 | 48 and 4 with five and four digits of base 3 each; d | `d*(t - 1)` |
/// | TQ2_0 | 64 with four times 2 bits each; d | `d*(t - 1)` |
/// | Q1_0 | d; 16 of bits | `d` where the bit is set, else `-d` |
///
/// A word of IQ1_S has, from below, four times 3 high bits of an entry, 3 bits of scale and a shift bit; a nibble of IQ1_M
/// has 3 high bits of an entry and a shift bit. A set shift bit subtracts 1/8 from the values of an entry, one that is not
/// set adds it. Each word of scales in IQ1_M has four times 3 bits, for 16 weights each, and 4 bits of d, the lowest
/// first.
///
/// Products have at most 11 + 4 + 4 significant bits, so nothing is rounded.
enum SingleBlocks {
  @Sendable static func iq1s(_ bytes: UnsafePointer<UInt8>, _ blocks: Int, _ values: UnsafeMutablePointer<Float>) {
    CodeBook.iq1.values.withUnsafeBufferPointer { book in
      for index in 0..<blocks {
        let block = bytes + 50 * index
        let (d, entries) = (BlockBytes.half(block, 0), block + 2)
        for k in 0..<32 {
          let word = BlockBytes.word(block, 34 + k / 4 * 2)
          let high = Int(word &>> UInt16(truncatingIfNeeded: k % 4 * 3) & 7)
          writeOctet(
            book, Int(entries[k]) | high << 8, d * Float(2 * (word >> 12 & 7) + 1), isLowered: word >> 15 == 1,
            values + 256 * index + 8 * k)
        }
      }
    }
  }

  @Sendable static func iq1m(_ bytes: UnsafePointer<UInt8>, _ blocks: Int, _ values: UnsafeMutablePointer<Float>) {
    CodeBook.iq1.values.withUnsafeBufferPointer { book in
      for index in 0..<blocks {
        let (entries, nibbles, scales) = (bytes + 56 * index, bytes + 56 * index + 32, bytes + 56 * index + 48)
        let bits = (0..<4).reduce(UInt16(0)) { $0 | (BlockBytes.word(scales, 2 * $1) >> 12) << UInt16(4 * $1) }
        let d = Binary16.float(fromBits: bits)
        for k in 0..<32 {
          let nibble = nibbles[k / 2] &>> UInt8(truncatingIfNeeded: k % 2 * 4) & 15
          let scale = BlockBytes.word(scales, k / 8 * 2) &>> UInt16(truncatingIfNeeded: k / 2 % 4 * 3) & 7
          writeOctet(
            book, Int(entries[k]) | Int(nibble & 7) << 8, d * Float(2 * scale + 1), isLowered: nibble & 8 != 0,
            values + 256 * index + 8 * k)
        }
      }
    }
  }

  @Sendable static func tq1_0(_ bytes: UnsafePointer<UInt8>, _ blocks: Int, _ values: UnsafeMutablePointer<Float>) {
    for index in 0..<blocks {
      let (block, out) = (bytes + 54 * index, values + 256 * index)
      let d = BlockBytes.half(block, 52)
      writeDigits(block, 32, digits: 5, d, out)
      writeDigits(block + 32, 16, digits: 5, d, out + 160)
      writeDigits(block + 48, 4, digits: 4, d, out + 240)
    }
  }

  /// Byte m holds weights m, m + count, m + 2 count, ... as the digits of a fraction of base 3, the first one foremost:
  /// 256/243 of the number, rounded up, so that a digit is the integer part of three times it.
  @inline(__always)
  private static func writeDigits(
    _ source: UnsafePointer<UInt8>, _ count: Int, digits: Int, _ d: Float, _ out: UnsafeMutablePointer<Float>
  ) {
    var power: UInt8 = 1
    for n in 0..<digits {
      for m in 0..<count {
        let digit = (UInt16(source[m] &* power) &* 3) >> 8
        out[n * count + m] = (d * Float(Int32(digit) &- 1)).withCanonicalNaN
      }
      power &*= 3
    }
  }

  @Sendable static func tq2_0(_ bytes: UnsafePointer<UInt8>, _ blocks: Int, _ values: UnsafeMutablePointer<Float>) {
    for index in 0..<blocks {
      let block = bytes + 66 * index
      let d = BlockBytes.half(block, 64)
      for group in 0..<8 {
        let (source, shift) = (block + group / 4 * 32, UInt8(truncatingIfNeeded: group % 4 * 2))
        let out = values + 256 * index + 32 * group
        for m in 0..<32 { out[m] = (d * Float(Int32(source[m] &>> shift & 3) &- 1)).withCanonicalNaN }
      }
    }
  }

  @Sendable static func q1_0(_ bytes: UnsafePointer<UInt8>, _ blocks: Int, _ values: UnsafeMutablePointer<Float>) {
    for index in 0..<blocks {
      let (block, out) = (bytes + 18 * index, values + 128 * index)
      let d = BlockBytes.half(block, 0)
      for i in 0..<128 {
        let bit = block[2 + i / 8] &>> UInt8(truncatingIfNeeded: i % 8) & 1
        out[i] = (bit == 0 ? -d : d).withCanonicalNaN
      }
    }
  }

  /// Eight weights of one entry.
  @inline(__always)
  private static func writeOctet(
    _ book: UnsafeBufferPointer<Float>, _ entry: Int, _ scale: Float, isLowered: Bool,
    _ out: UnsafeMutablePointer<Float>
  ) {
    let (levels, shift) = (book.baseAddress! + 8 * entry, Float(isLowered ? -0.125 : 0.125))
    for i in 0..<8 { out[i] = (scale * (levels[i] + shift)).withCanonicalNaN }
  }
}
