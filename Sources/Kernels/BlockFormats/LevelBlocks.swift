/// The formats whose four-bit codes stand for sixteen levels: IQ4_NL, IQ4_XS, and the floating-point MXFP4 and NVFP4.
///
/// | format | bytes | weight |
/// |---|---|---|
/// | IQ4_NL | d; 16 of nibbles | `d*v` |
/// | IQ4_XS | d; a word of the high pairs of 8 scales; 4 of their low nibbles; 128 of nibbles | `(d*(s - 32))*v` |
/// | MXFP4 | a scale of E8M0; 16 of nibbles | `e/2 * v` |
/// | NVFP4 | 4 scales of E4M3 without sign; 32 of nibbles | `e/2 * v` |
///
/// The levels of the floating-point formats are doubled, and their scales halved. 16 bytes of nibbles hold 32 weights,
/// the first 16 low and the others high; in NVFP4 8 bytes hold 16 weights of one scale. Products have at most 11 + 5 + 7
/// significant bits, so nothing is rounded.
enum LevelBlocks {
  @Sendable static func iq4nl(_ bytes: UnsafePointer<UInt8>, _ blocks: Int, _ values: UnsafeMutablePointer<Float>) {
    CodeBook.iq4.withUnsafeBufferPointer { levels in
      for index in 0..<blocks {
        let block = bytes + 18 * index
        write(block + 2, 16, BlockBytes.half(block, 0), levels, values + 32 * index)
      }
    }
  }

  @Sendable static func iq4xs(_ bytes: UnsafePointer<UInt8>, _ blocks: Int, _ values: UnsafeMutablePointer<Float>) {
    CodeBook.iq4.withUnsafeBufferPointer { levels in
      for index in 0..<blocks {
        let block = bytes + 136 * index
        let (d, pairs) = (BlockBytes.half(block, 0), BlockBytes.word(block, 2))
        for group in 0..<8 {
          let low = Int32(block[4 + group / 2] &>> UInt8(truncatingIfNeeded: group % 2 * 4) & 15)
          let high = Int32(pairs &>> UInt16(truncatingIfNeeded: 2 * group) & 3)
          let scale = d * Float((low | high << 4) &- 32)
          write(block + 8 + 16 * group, 16, scale, levels, values + 256 * index + 32 * group)
        }
      }
    }
  }

  @Sendable static func mxfp4(_ bytes: UnsafePointer<UInt8>, _ blocks: Int, _ values: UnsafeMutablePointer<Float>) {
    CodeBook.fp4.withUnsafeBufferPointer { levels in
      for index in 0..<blocks {
        let block = bytes + 17 * index
        write(block + 1, 16, halfOfE8M0(block[0]), levels, values + 32 * index)
      }
    }
  }

  @Sendable static func nvfp4(_ bytes: UnsafePointer<UInt8>, _ blocks: Int, _ values: UnsafeMutablePointer<Float>) {
    CodeBook.fp4.withUnsafeBufferPointer { levels in
      for index in 0..<blocks {
        let block = bytes + 36 * index
        for group in 0..<4 {
          let scale = halfOfUnsignedE4M3(block[group])
          write(block + 4 + 8 * group, 8, scale, levels, values + 64 * index + 16 * group)
        }
      }
    }
  }

  /// 2^(x - 128), as ggml reads it: 255, which OCP's format has as NaN, is a power of two like the others.
  static func halfOfE8M0(_ bits: UInt8) -> Float {
    Float(bitPattern: bits < 2 ? 0x0020_0000 << UInt32(bits) : (UInt32(bits) - 1) << 23)
  }

  /// Half the magnitude, as ggml reads it: 0x7f, which E4M3 has as NaN, is 0, and elsewhere the sign bit is left out.
  private static func halfOfUnsignedE4M3(_ bits: UInt8) -> Float {
    guard bits != 0x7f else { return 0 }
    let (exponent, fraction) = (UInt32(bits >> 3 & 15), UInt32(bits & 7))
    if exponent == 0 { return Float(fraction) * 0x1p-10 }
    return Float(bitPattern: (exponent + 119) << 23 | fraction << 20)
  }

  /// The low nibbles of so many bytes, then the high ones, as levels.
  @inline(__always)
  private static func write(
    _ nibbles: UnsafePointer<UInt8>, _ count: Int, _ scale: Float, _ levels: UnsafeBufferPointer<Float>,
    _ out: UnsafeMutablePointer<Float>
  ) {
    let levels = levels.baseAddress!
    for k in 0..<count {
      out[k] = (scale * levels[Int(nibbles[k] & 15)]).withCanonicalNaN
      out[k + count] = (scale * levels[Int(nibbles[k] >> 4)]).withCanonicalNaN
    }
  }
}
