/// The formats with one scale to 32 weights.
///
/// The scale `d`, and `m` where there is one, are binary16, little-endian, at the start. Of 16 bytes of nibbles, byte k
/// holds weight k low and weight k + 16 high; bit i of a word of 32 is the fifth bit of weight i.
///
/// | format | bytes | weight |
/// |---|---|---|
/// | Q4_0 | d, 16 of nibbles | `d*(q - 8)` |
/// | Q4_1 | d, m, 16 of nibbles | `d*q + m` |
/// | Q5_0 | d, 4 of fifth bits, 16 of nibbles | `d*(q - 16)` |
/// | Q5_1 | d, m, 4 of fifth bits, 16 of nibbles | `d*q + m` |
/// | Q8_0 | d, 32 signed bytes | `d*q` |
///
/// A product has at most 11 + 7 significant bits and is exact; the addition of m rounds.
enum LegacyBlocks {
  @Sendable static func q4_0(_ bytes: UnsafePointer<UInt8>, _ blocks: Int, _ values: UnsafeMutablePointer<Float>) {
    for index in 0..<blocks {
      let (block, out) = (bytes + 18 * index, values + 32 * index)
      let d = BlockBytes.half(block, 0)
      for k in 0..<16 {
        let byte = block[2 + k]
        out[k] = (d * Float(Int32(byte & 15) &- 8)).withCanonicalNaN
        out[k + 16] = (d * Float(Int32(byte >> 4) &- 8)).withCanonicalNaN
      }
    }
  }

  @Sendable static func q4_1(_ bytes: UnsafePointer<UInt8>, _ blocks: Int, _ values: UnsafeMutablePointer<Float>) {
    for index in 0..<blocks {
      let (block, out) = (bytes + 20 * index, values + 32 * index)
      let (d, m) = (BlockBytes.half(block, 0), BlockBytes.half(block, 2))
      for k in 0..<16 {
        let byte = block[4 + k]
        out[k] = (d * Float(Int32(byte & 15)) + m).withCanonicalNaN
        out[k + 16] = (d * Float(Int32(byte >> 4)) + m).withCanonicalNaN
      }
    }
  }

  @Sendable static func q5_0(_ bytes: UnsafePointer<UInt8>, _ blocks: Int, _ values: UnsafeMutablePointer<Float>) {
    for index in 0..<blocks {
      let (block, out) = (bytes + 22 * index, values + 32 * index)
      let (d, fifth) = (BlockBytes.half(block, 0), BlockBytes.doubleWord(block, 2))
      for k in 0..<16 {
        let byte = UInt32(block[6 + k])
        let low = byte & 15 | (fifth &>> UInt32(truncatingIfNeeded: k) & 1) << 4
        let high = byte >> 4 | (fifth &>> UInt32(truncatingIfNeeded: k &+ 16) & 1) << 4
        out[k] = (d * Float(Int32(bitPattern: low) &- 16)).withCanonicalNaN
        out[k + 16] = (d * Float(Int32(bitPattern: high) &- 16)).withCanonicalNaN
      }
    }
  }

  @Sendable static func q5_1(_ bytes: UnsafePointer<UInt8>, _ blocks: Int, _ values: UnsafeMutablePointer<Float>) {
    for index in 0..<blocks {
      let (block, out) = (bytes + 24 * index, values + 32 * index)
      let (d, m, fifth) = (BlockBytes.half(block, 0), BlockBytes.half(block, 2), BlockBytes.doubleWord(block, 4))
      for k in 0..<16 {
        let byte = UInt32(block[8 + k])
        let low = byte & 15 | (fifth &>> UInt32(truncatingIfNeeded: k) & 1) << 4
        let high = byte >> 4 | (fifth &>> UInt32(truncatingIfNeeded: k &+ 16) & 1) << 4
        out[k] = (d * Float(Int32(bitPattern: low)) + m).withCanonicalNaN
        out[k + 16] = (d * Float(Int32(bitPattern: high)) + m).withCanonicalNaN
      }
    }
  }

  @Sendable static func q8_0(_ bytes: UnsafePointer<UInt8>, _ blocks: Int, _ values: UnsafeMutablePointer<Float>) {
    for index in 0..<blocks {
      let (block, out) = (bytes + 34 * index, values + 32 * index)
      let d = BlockBytes.half(block, 0)
      for k in 0..<32 { out[k] = (d * Float(Int32(Int8(bitPattern: block[2 + k])))).withCanonicalNaN }
    }
  }
}
