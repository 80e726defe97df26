import Measuring
import Kernels

/// What falsifiers measure for contracts/legacy-dequant-v1.yaml.
package enum LegacyBlocksExperiments {
  private static let contract = "legacy-dequant-v1"

  package static var legacy001: Experiment {
    Experiment("FALSIFY-LEGACY-001", in: contract) { run in
      let reading = BlockReading.q4_0
      try run.judgeBlocks(
        reading,
        mutants: [
          reading.nibblesSwapped, reading.interleaved, reading.offsetMissing(8), reading.subnormalsFlushed,
          reading.mutant("nibbles_signed", "the nibbles are read in two's complement") {
            let code = $0.code
            $0.code = { bits, i in
              let nibble = code(bits, i) + 8
              return nibble < 8 ? nibble : nibble - 16
            }
          },
          reading.mutant("scale_last", "the scale is read from the end of the block") { $0.scalePlace = 16 },
        ])
    }
  }

  package static var legacy002: Experiment {
    Experiment("FALSIFY-LEGACY-002", in: contract) { run in
      let reading = BlockReading.q4_1
      try run.judgeBlocks(
        reading,
        mutants: [
          reading.nibblesSwapped, reading.interleaved, reading.scaleMinimumExchanged, reading.minimumSign,
          reading.narrowProducts, reading.subnormalsFlushed,
          reading.mutant("codes_centered", "8 is subtracted from the codes, as in Q4_0") {
            let code = $0.code
            $0.code = { bits, i in code(bits, i) - 8 }
          },
        ])
    }
  }

  package static var legacy003: Experiment {
    Experiment("FALSIFY-LEGACY-003", in: contract) { run in
      let reading = BlockReading.q5_0
      try run.judgeBlocks(
        reading,
        mutants: [
          reading.nibblesSwapped, reading.interleaved, reading.offsetMissing(16), reading.subnormalsFlushed,
          Self.fifthBits(reading, "fifth_bits_dropped", "fifth bits are not read") { _, _ in 0 },
          Self.fifthBits(reading, "fifth_bits_swapped", "the halves of the fifth bits are exchanged") { bits, i in
            bits(16 + (i ^ 16), 1)
          },
          Self.fifthBits(reading, "fifth_bits_reversed", "the word of fifth bits is read big-endian") { bits, i in
            bits(16 + (i ^ 24), 1)
          },
        ])
    }
  }

  package static var legacy004: Experiment {
    Experiment("FALSIFY-LEGACY-004", in: contract) { run in
      let reading = BlockReading.q5_1
      try run.judgeBlocks(
        reading,
        mutants: [
          reading.nibblesSwapped, reading.interleaved, reading.scaleMinimumExchanged, reading.minimumSign,
          reading.narrowProducts, reading.subnormalsFlushed,
          Self.fifthBits(reading, "fifth_bits_dropped", "fifth bits are not read") { _, _ in 0 },
          Self.fifthBits(reading, "fifth_bits_shifted", "weights 16 to 31 take bits 12 to 27") { bits, i in
            bits(32 + (i < 16 ? i : i - 4), 1)
          },
          reading.mutant("codes_centered", "16 is subtracted from the codes, as in Q5_0") {
            let code = $0.code
            $0.code = { bits, i in code(bits, i) - 16 }
          },
        ])
    }
  }

  package static var legacy005: Experiment {
    Experiment("FALSIFY-LEGACY-005", in: contract) { run in
      let reading = BlockReading.q8_0
      try run.judgeBlocks(
        reading,
        mutants: [
          reading.subnormalsFlushed,
          reading.mutant("bytes_unsigned", "the weights are read as unsigned bytes") {
            $0.code = { bits, i in bits(16 + 8 * i, 8) }
          },
          reading.mutant("least_byte_clamped", "-128 is read as -127") {
            let code = $0.code
            $0.code = { bits, i in max(code(bits, i), -127) }
          },
          reading.mutant("scale_last", "the scale is read from the end of the block") {
            $0.scalePlace = 32
            $0.code = { bits, i in bits.signed(8 * i) }
          },
        ])
    }
  }

  package static var legacy006: Experiment {
    Experiment("FALSIFY-LEGACY-006", in: contract) { try $0.judgeHeaders(BlockReading.legacy) }
  }

  package static var legacy007: Experiment {
    Experiment("FALSIFY-LEGACY-007", in: contract) { try $0.judgePlaces(BlockReading.legacy) }
  }

  /// Replaces the fifth bit of each code.
  private static func fifthBits(
    _ reading: BlockReading, _ name: String, _ fault: String, _ bit: @escaping BlockReading.Field
  ) -> Mutant<DequantizeKernel> {
    reading.mutant(name, fault) { wrong in
      let (code, start) = (wrong.code, wrong.format == .q5_0 ? 16 : 32)
      wrong.code = { bits, i in code(bits, i) - 16 * bits(start + i, 1) + 16 * bit(bits, i) }
    }
  }
}
