import Measuring
import Kernels

/// What falsifiers measure for contracts/kquant-dequant-v1.yaml.
package enum KQuantsExperiments {
  private static let contract = "kquant-dequant-v1"

  package static var kquant001: Experiment {
    Experiment("FALSIFY-KQUANT-001", in: contract) { run in
      let reading = BlockReading.q2K
      try run.judgeBlocks(
        reading,
        mutants: [
          reading.groupsSwapped, reading.scaleOffByOne, reading.scaleMinimumExchanged, reading.minimumSign,
          reading.narrowProducts, reading.subnormalsFlushed, Self.pairsInARow(reading, 128),
          reading.mutant("scale_nibbles_swapped", "the scale is the upper nibble and the minimum the lower") {
            ($0.factor, $0.minimum) = ($0.minimum, $0.factor)
          },
          reading.mutant("d_first", "d and dmin are read from the start of the block, as in Q4_K") {
            ($0.scalePlace, $0.minimumPlace) = (0, 2)
          },
        ])
    }
  }

  package static var kquant002: Experiment {
    Experiment("FALSIFY-KQUANT-002", in: contract) { run in
      let reading = BlockReading.q3K
      try run.judgeBlocks(
        reading,
        mutants: [
          reading.groupsSwapped, reading.scaleOffByOne, reading.subnormalsFlushed, Self.pairsInARow(reading, 256),
          reading.offsetMissing(4),
          reading.mutant("third_bits_inverted", "4 is subtracted where the third bit is set") {
            let code = $0.code
            $0.code = { bits, i in code(bits, i) + 4 - 8 * bits(8 * (i % 32) + i / 32, 1) }
          },
          reading.mutant("third_bits_in_a_row", "the third bit of weight i is bit i of the 32 bytes") {
            let code = $0.code
            $0.code = { bits, i in code(bits, i) - 4 * bits(8 * (i % 32) + i / 32, 1) + 4 * bits(i, 1) }
          },
          reading.mutant("scale_offset_missing", "32 is not subtracted from the scales") {
            let factor = $0.factor
            $0.factor = { bits, i in factor(bits, i) + 32 }
          },
          reading.mutant("scale_high_bits_dropped", "the top two bits of the scales are not read") {
            let factor = $0.factor
            $0.factor = { bits, i in ((factor(bits, i) + 32) & 15) - 32 }
          },
          reading.mutant("scale_high_bits_in_a_row", "the top bits of scale j are pair j mod 4 of byte j/4") {
            let factor = $0.factor
            $0.factor = { bits, i in
              let j = i / 16
              return ((factor(bits, i) + 32) & 15) + 16 * bits(832 + 8 * (j / 4) + 2 * (j % 4), 2) - 32
            }
          },
        ])
    }
  }

  package static var kquant003: Experiment {
    Experiment("FALSIFY-KQUANT-003", in: contract) { run in
      let reading = BlockReading.q5K
      try run.judgeBlocks(
        reading,
        mutants: [
          reading.groupsSwapped, reading.scaleOffByOne, reading.scaleMinimumExchanged, reading.minimumSign,
          reading.narrowProducts, reading.subnormalsFlushed,
          reading.mutant("fifth_bits_dropped", "fifth bits are not read") {
            let code = $0.code
            $0.code = { bits, i in code(bits, i) & 15 }
          },
          reading.mutant("fifth_bits_in_a_row", "the fifth bit of weight i is bit i of the 32 bytes") {
            let code = $0.code
            $0.code = { bits, i in code(bits, i) & 15 + 16 * bits(128 + i, 1) }
          },
          reading.mutant("nibbles_swapped", "high nibbles come first, fifth bits as they should") {
            let code = $0.code
            $0.code = { bits, i in code(bits, i ^ 32) & 15 + code(bits, i) & 16 }
          },
          reading.mutant("scale_high_bits_dropped", "the top two bits of scales 4 to 7 are not read") {
            let factor = $0.factor
            $0.factor = { bits, i in i < 128 ? factor(bits, i) : factor(bits, i) & 15 }
          },
          reading.mutant("minimum_high_bits_dropped", "the top two bits of minimums 4 to 7 are not read") {
            let minimum = $0.minimum
            $0.minimum = { bits, i in i < 128 ? minimum(bits, i) : minimum(bits, i) & 15 }
          },
          reading.mutant("high_bits_exchanged", "scales 4 to 7 take the top bits of the minimums, and the reverse") {
            let (factor, minimum) = ($0.factor, $0.minimum)
            $0.factor = { bits, i in i < 128 ? factor(bits, i) : factor(bits, i) & 15 + minimum(bits, i) & 48 }
            $0.minimum = { bits, i in i < 128 ? minimum(bits, i) : minimum(bits, i) & 15 + factor(bits, i) & 48 }
          },
        ])
    }
  }

  package static var kquant004: Experiment {
    Experiment("FALSIFY-KQUANT-004", in: contract) { run in
      let reading = BlockReading.q6K
      try run.judgeBlocks(
        reading,
        mutants: [
          reading.groupsSwapped, reading.scaleOffByOne, reading.offsetMissing(32), reading.subnormalsFlushed,
          reading.mutant("scales_unsigned", "the scales are read as unsigned bytes") {
            $0.factor = { bits, i in bits(1536 + 8 * (i / 16), 8) }
          },
          reading.mutant("scales_of_32", "32 weights share a scale, as in Q4_K") {
            $0.factor = { bits, i in bits.signed(1536 + 8 * (i / 32)) }
          },
          reading.mutant("pairs_dropped", "the top two bits of the codes are not read") {
            let code = $0.code
            $0.code = { bits, i in ((code(bits, i) + 32) & 15) - 32 }
          },
          reading.mutant("nibbles_of_q4_k", "32 bytes hold 32 weights low and 32 high, as in Q4_K") {
            $0.code = { bits, i in
              bits(256 * (i / 64) + 8 * (i % 32) + 4 * (i / 32 % 2), 4) + 16 * BlockReading.pair(bits, 1024, i) - 32
            }
          },
          reading.mutant("pairs_reversed", "the first 32 weights have the highest two bits") {
            let code = $0.code
            $0.code = { bits, i in
              ((code(bits, i) + 32) & 15) + 16 * BlockReading.pair(bits, 1024, i ^ 96) - 32
            }
          },
          reading.mutant("d_first", "d is read from the start of the block") { $0.scalePlace = 0 },
        ])
    }
  }

  package static var kquant005: Experiment {
    Experiment("FALSIFY-KQUANT-005", in: contract) { try $0.judgeHeaders(BlockReading.kQuants) }
  }

  package static var kquant006: Experiment {
    Experiment("FALSIFY-KQUANT-006", in: contract) { try $0.judgePlaces(BlockReading.kQuants) }
  }

  /// Four weights in a row come from one byte.
  private static func pairsInARow(_ reading: BlockReading, _ start: Int) -> Mutant<DequantizeKernel> {
    reading.mutant("pairs_in_a_row", "weights 4k to 4k + 3 come from one byte") {
      let code = $0.code
      $0.code = { bits, i in code(bits, i) - BlockReading.pair(bits, start, i) + bits(start + 2 * i, 2) }
    }
  }
}
