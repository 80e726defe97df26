import Measuring
import Kernels

/// A dequantizer of whole super-blocks.
typealias DequantizeKernel = @Sendable ([UInt8]) throws -> [Float]

/// The kernel that the claims are about.
enum DequantizeKernels {
  @TaskLocal static var real: DequantizeKernel = { try Q4K.dequantize($0) }
}

/// Wrong dequantizers. Each hands the real kernel bytes in which one field is misread, or spoils
/// one step after it.
enum Q4KMutants {
  // MARK: Layout

  static let nibblesSwapped = Mutant<DequantizeKernel>("nibbles_swapped", "high nibbles come first") {
    try Q4K.dequantize(Q4KBytes.nibblesSwapped($0))
  }

  static let subBlocksSwapped = Mutant<DequantizeKernel>(
    "sub_blocks_swapped", "low nibbles take sub-block 2t+1, high ones 2t"
  ) {
    try Q4K.dequantize(Q4KBytes.repacked($0) { fields in (0..<8).map { fields[$0 ^ 1] } })
  }

  static let scaleOffByOne = Mutant<DequantizeKernel>(
    "scale_off_by_one", "the scale is that of the next sub-block"
  ) {
    try Q4K.dequantize(
      Q4KBytes.repacked($0) { fields in
        (0..<8).map { Q4K.SubBlock(scale: fields[($0 + 1) % 8].scale, minimum: fields[$0].minimum) }
      })
  }

  static let interleavedNibbles = Mutant<DequantizeKernel>(
    "interleaved_nibbles", "weights 2k and 2k+1 come from one byte, as in other formats"
  ) {
    let values = try Q4K.dequantize($0)
    return values.indices.map { i in values[i / 64 * 64 + i % 2 * 32 + i % 64 / 2] }
  }

  static let previousBlockScales = Mutant<DequantizeKernel>(
    "previous_block_scales", "a block is decoded with the packed scales of the block before"
  ) { bytes in
    try Q4K.dequantize(
      bytes.indices.map { ($0 / 144 > 0 && (4..<16).contains($0 % 144)) ? bytes[$0 - 144] : bytes[$0] })
  }

  // MARK: Six-bit fields

  static let scaleHighBitsDropped = Mutant<DequantizeKernel>(
    "scale_high_bits_dropped", "the top two bits of scales 4...7 are not read"
  ) {
    try Q4K.dequantize(Q4KBytes.scaleHighBitsDropped($0))
  }

  static let minimumHighBitsDropped = Mutant<DequantizeKernel>(
    "minimum_high_bits_dropped", "the top two bits of minimums 4...7 are not read"
  ) {
    try Q4K.dequantize(
      Q4KBytes.repacked($0) { fields in
        (0..<8).map { $0 < 4 ? fields[$0] : Q4K.SubBlock(scale: fields[$0].scale, minimum: fields[$0].minimum & 15) }
      })
  }

  static let highBitsExchanged = Mutant<DequantizeKernel>(
    "high_bits_exchanged", "scales 4...7 take the top bits of the minimums, and these those of the scales"
  ) {
    try Q4K.dequantize(
      Q4KBytes.repacked($0) { fields in
        (0..<8).map { j in
          let (sc, m) = (fields[j].scale, fields[j].minimum)
          return j < 4 ? fields[j] : Q4K.SubBlock(scale: sc & 15 | m & 48, minimum: m & 15 | sc & 48)
        }
      })
  }

  // MARK: Arithmetic

  static let dminSign = Mutant<DequantizeKernel>("dmin_sign", "the minimum is added instead of subtracted") {
    try Q4K.dequantize(Q4KBytes.dminNegated($0))
  }

  static let narrowScales = Mutant<DequantizeKernel>(
    "narrow_scales", "d * sc is kept in the 11 significant bits of binary16"
  ) { bytes in
    Q4KOracle.blocks(bytes).enumerated().flatMap { index, block -> [Float] in
      let header = Array(bytes[index * 144..<index * 144 + 4])
      let d = Binary16.float(fromBits: UInt16(header[0]) | UInt16(header[1]) << 8)
      let dmin = Binary16.float(fromBits: UInt16(header[2]) | UInt16(header[3]) << 8)
      return (0..<256).map { i in
        let scale = Float(bitPattern: (d * Float(block.scales[i / 32])).bitPattern & 0xffff_e000)
        return scale * Float(block.nibbles[i]) - dmin * Float(block.minimums[i / 32])
      }
    }
  }

  static let binary16Range = Mutant<DequantizeKernel>(
    "binary16_range", "d * sc is infinite where it leaves the range of binary16"
  ) { bytes in
    var values = try Q4K.dequantize(bytes)
    for (index, block) in Q4KOracle.blocks(bytes).enumerated() {
      for i in 0..<256 where abs(block.d.times(block.scales[i / 32]).signedUnits ?? 0) >= 65520 << 24 {
        let infinity: Float = (block.d.signedUnits ?? 0) < 0 ? -.infinity : .infinity
        values[index * 256 + i] = block.nibbles[i] == 0 ? Float(bitPattern: 0x7fc0_0000) : infinity
      }
    }
    return values
  }

  static let unmaskedShift = Mutant<DequantizeKernel>(
    "unmasked_shift", "high nibbles are shifted out of 16-bit lanes without a mask: the odd byte's low nibble leaks in"
  ) { bytes in
    var values = try Q4K.dequantize(bytes)
    let fields = try Q4K.subBlocks(of: bytes)
    for index in 0..<bytes.count / 144 {
      let d = Binary16.float(fromBits: UInt16(bytes[index * 144]) | UInt16(bytes[index * 144 + 1]) << 8)
      for i in 0..<256 where i / 32 % 2 == 1 && i % 2 == 0 {
        let leak = bytes[index * 144 + 16 + i / 64 * 32 + i % 32 + 1] & 15
        values[index * 256 + i] += d * Float(fields[index * 8 + i / 32].scale) * Float(leak) * 16
      }
    }
    return values
  }

  // MARK: Special values

  static let subnormalsFlushed = Mutant<DequantizeKernel>(
    "subnormals_flushed", "a subnormal d or dmin is read as zero of its sign"
  ) {
    try Q4K.dequantize(
      Q4KBytes.withHalves($0) { $0 & 0x7c00 == 0 ? $0 & 0x8000 : $0 })
  }

  static let infinityAsNumber = Mutant<DequantizeKernel>(
    "infinity_as_number", "exponent 31 of d is read as an ordinary exponent: infinity becomes 65,536"
  ) { bytes in
    var values = try Q4K.dequantize(bytes)
    for index in 0..<bytes.count / 144 where bytes[index * 144 + 1] & 0x7c == 0x7c {
      var block = Array(bytes[index * 144..<index * 144 + 144])
      let dmin = Array(block[2..<4])
      // Twice the products of exponent 30, minus the minimums decoded alone: one rounding, as in the kernel.
      block.replaceSubrange(1..<4, with: [block[1] & 0xfb, 0, 0])
      let products = try Q4K.dequantize(block).map { 2 * $0 }
      block.replaceSubrange(0..<4, with: [0, 0] + dmin)
      let minimums = try Q4K.dequantize(block)
      for i in 0..<256 { values[index * 256 + i] = products[i] + minimums[i] }
    }
    return values.map { $0.isNaN ? Float(bitPattern: 0x7fc0_0000) : $0 }
  }

  static let negativeZeroLost = Mutant<DequantizeKernel>("negative_zero_lost", "zeros come out as +0") {
    try Q4K.dequantize($0).map { $0 == 0 ? 0 : $0 }
  }

  static let nanSign = Mutant<DequantizeKernel>(
    "nan_sign", "NaN is left as x86 makes it of infinity * 0, with the sign bit set"
  ) {
    try Q4K.dequantize($0).map { $0.isNaN ? Float(bitPattern: 0xffc0_0000) : $0 }
  }
}
