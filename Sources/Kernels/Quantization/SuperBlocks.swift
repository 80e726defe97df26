/// The K formats: 256 weights with one binary16 scale `d` for the scales of 16 or 32 weights each.
///
/// | format | bytes | weight |
/// |---|---|---|
/// | Q6_K | 128 of low nibbles, 64 of high pairs, 16 signed scales, d | `(d*sc)*(q - 32)` |
///
/// Q4_K has a file of its own, `Q4K`.
enum SuperBlocks {
  /// Each half of 128 weights takes 64 low and 32 high bytes: weight 32k + l of it has its low bits in byte 32(k mod 2) + l,
  /// in the upper nibble for k >= 2, and its high bits in bits 2k, 2k+1 of byte l.
  ///
  /// `d*sc` has at most 18 significant bits and the whole product 23, so nothing is rounded.
  @Sendable static func q6K(_ bytes: UnsafePointer<UInt8>, _ blocks: Int, _ values: UnsafeMutablePointer<Float>) {
    for index in 0..<blocks {
      let block = bytes + 210 * index
      let (low, high, scales, d) = (block, block + 128, block + 192, block.half(at: 208))
      for group in 0..<16 {
        // 16 weights share a scale, the bytes they stand in, and the places in these.
        let (half, k, first) = (group / 8, group % 8 / 2, group % 2 * 16)
        let (lowShift, highShift) = (UInt8(truncatingIfNeeded: k / 2 * 4), UInt8(truncatingIfNeeded: 2 * k))
        let (lowBytes, highBytes) = (low + 64 * half + 32 * (k % 2) + first, high + 32 * half + first)
        let scale = d * Float(Int32(Int8(bitPattern: scales[group])))
        let out = values + 256 * index + 16 * group
        for l in 0..<16 {
          let code = Int32(lowBytes[l] &>> lowShift & 15) | Int32(highBytes[l] &>> highShift & 3) << 4
          out[l] = (scale * Float(code &- 32)).withCanonicalNaN
        }
      }
    }
  }
}
