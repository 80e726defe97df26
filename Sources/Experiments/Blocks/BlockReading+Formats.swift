import Kernels

extension BlockReading {
  // MARK: One scale to 32 weights

  static let q4_0 = BlockReading(format: .q4_0) { bits, i in nibble(bits, 16, i) - 8 }

  static let q4_1 = BlockReading(format: .q4_1, minimumPlace: 2) { bits, i in
    nibble(bits, 32, i)
  } minimum: { _, _ in
    -1
  }

  static let q5_0 = BlockReading(format: .q5_0) { bits, i in nibble(bits, 48, i) + 16 * bits(16 + i, 1) - 16 }

  static let q5_1 = BlockReading(format: .q5_1, minimumPlace: 2) { bits, i in
    nibble(bits, 64, i) + 16 * bits(32 + i, 1)
  } minimum: { _, _ in
    -1
  }

  static let q8_0 = BlockReading(format: .q8_0) { bits, i in bits.signed(16 + 8 * i) }

  static let legacy = [q4_0, q4_1, q5_0, q5_1, q8_0]

  // MARK: Scales of scales

  static let q2K = BlockReading(
    format: .q2K, scalePlace: 80, minimumPlace: 82, factor: { bits, i in bits(8 * (i / 16), 4) },
    code: { bits, i in pair(bits, 128, i) }, minimum: { bits, i in bits(8 * (i / 16) + 4, 4) })

  static let q3K = BlockReading(
    format: .q3K, scalePlace: 108,
    factor: { bits, i in
      let j = i / 16
      return bits(768 + 8 * (j % 8) + 4 * (j / 8), 4) + 16 * bits(832 + 8 * (j % 4) + 2 * (j / 4), 2) - 32
    }, code: { bits, i in pair(bits, 256, i) + 4 * bits(8 * (i % 32) + i / 32, 1) - 4 })

  static let q4K = BlockReading(
    format: .q4K, minimumPlace: 2, factor: { bits, i in sixBits(bits, i / 32, 0) },
    code: { bits, i in bits(128 + 256 * (i / 64) + 8 * (i % 32) + 4 * (i / 32 % 2), 4) },
    minimum: { bits, i in sixBits(bits, i / 32, 1) })

  static let q5K = BlockReading(
    format: .q5K, minimumPlace: 2, factor: { bits, i in sixBits(bits, i / 32, 0) },
    code: { bits, i in
      bits(384 + 256 * (i / 64) + 8 * (i % 32) + 4 * (i / 32 % 2), 4) + 16 * bits(128 + 8 * (i % 32) + i / 32, 1)
    }, minimum: { bits, i in sixBits(bits, i / 32, 1) })

  static let q6K = BlockReading(
    format: .q6K, scalePlace: 208, factor: { bits, i in bits.signed(1536 + 8 * (i / 16)) },
    code: { bits, i in
      bits(512 * (i / 128) + 8 * (i % 64) + 4 * (i % 128 / 64), 4) + 16 * pair(bits, 1024, i) - 32
    })

  static let kQuants = [q2K, q3K, q5K, q6K]

  // MARK: Fields that formats share

  /// Sixteen bytes from a bit on hold 16 weights low, then 16 high.
  static func nibble(_ bits: BlockBits, _ start: Int, _ i: Int) -> Int64 {
    bits(start + 8 * (i % 16) + 4 * (i / 16), 4)
  }

  /// Thirty-two bytes hold 128 weights, 32 in the lowest two bits of each, then 32 in the next two.
  static func pair(_ bits: BlockBits, _ start: Int, _ i: Int) -> Int64 {
    bits(start + 256 * (i / 128) + 8 * (i % 32) + 2 * (i % 128 / 32), 2)
  }

  /// Scale (kind 0) or minimum (kind 1) j: 0-3 are whole fields; 4-7 keep four bits in bytes 8-11 of the twelve, and
  /// two above the fields of 0-3.
  static func sixBits(_ bits: BlockBits, _ j: Int, _ kind: Int) -> Int64 {
    if j < 4 { return bits(32 + 32 * kind + 8 * j, 6) }
    return bits(96 + 8 * (j - 4) + 4 * kind, 4) + 16 * bits(38 + 32 * kind + 8 * (j - 4), 2)
  }
}
