import Measuring
import Kernels

/// What falsifiers measure for contracts/kquant-q8k-dot-v1.yaml.
package enum KQuantQ8KExperiments {
  private static let contract = "kquant-q8k-dot-v1"
  private typealias Mutants = ProductMutants<Q8K.Row>

  package static var kq8k001: Experiment {
    Experiment("FALSIFY-KQ8K-001", in: contract) { run in
      let readings = ProductReading.superBlocks(try BookReading.load(run))
      // Rows of 3,584 and 18,944 columns among them.
      let cases = try FusedCases<Q8K.Row>.finite(run, readings, blockCounts: [1, 2, 3, 4, 5, 7, 14, 33, 74])
      try run.judgeErrors(
        cases,
        mutants: [
          Mutants.codesExchanged { [.q6K: 64, .iq4XS: 16][$0] ?? 32 }, Mutants.factorsOfNeighbor,
          Mutants.minimumsDropped, Mutants.minimumSign, Mutants.scaleMinimumExchanged, Mutants.sumsOfNeighbor(32),
          Mutants.firstScaleForAll, Mutants.lastBlockDropped, Mutants.sixteenBitProducts, Mutants.narrowTotal,
        ] + Self.formatMutants)
    }
  }

  package static var kq8k002: Experiment {
    Experiment("FALSIFY-KQ8K-002", in: contract) { run in
      let readings = ProductReading.superBlocks(try BookReading.load(run))
      try run.judgeOrder(
        FusedCases<Q8K.Row>.adversarial(run, readings),
        mutants: [
          Mutants.oneAccumulator,
          Mutants.order("four_accumulators", "four accumulators a sum, not two", FusedOrder(lanes: 4)),
          Mutants.unfused, Mutants.scaledLast, Mutants.addedPerBlock, Mutants.nanSign,
        ])
    }
  }

  package static var kq8k003: Experiment {
    Experiment("FALSIFY-KQ8K-003", in: contract) { run in
      let readings = ProductReading.superBlocks(try BookReading.load(run))
      let cases = try MatMatCases<Q8K.Row>.all(run, readings, Self.shapes)
      let wrong = MatMatMutants<Q8K.Row>(real: { try MatMatKernels.product($0, threads: $1) })
      try run.judgeMatrices(
        cases,
        mutants: [
          wrong.oneAccumulator("one accumulator a sum, not two in turns"),
          wrong.roundedTwice("the sum of all groups of a block is kept in binary32 from the start"),
        ])
    }
  }

  /// Around tiles of 32 rows, 16 of them a register, and activations by fours and by 32; one of each is among them.
  private static let shapes: [MatMatCases<Q8K.Row>.Shape] = [
    (1, 1, 1), (37, 3, 1), (5, 2, 2), (5, 1, 3), (31, 2, 4), (32, 3, 5), (33, 1, 7), (47, 2, 9), (65, 3, 17),
    (16, 1, 33), (3, 1, 129),
  ]

  /// Faults that one format alone can have.
  private static let formatMutants: [Mutant<ProductKernel<Q8K.Row>>] = [
    Mutants.reading(.q2K, "scale_nibbles_swapped", "the scale is the upper nibble and the minimum the lower") { wrong in
      let (factor, minimum) = (wrong.factor, wrong.minimum)
      wrong.factor = minimum
      wrong.minimum = factor
    },
    Mutants.reading(.q2K, "pairs_in_a_row", "weights 4k to 4k + 3 come from one byte") {
      $0.code = { bits, i in bits(128 + 2 * i, 2) }
    },
    Mutants.reading(.q3K, "offset_missing", "4 is not subtracted from the codes") { plus(4, to: &$0.code) },
    Mutants.reading(.q3K, "third_bits_inverted", "4 is subtracted where the third bit is set") { wrong in
      let code = wrong.code
      wrong.code = { bits, i in code(bits, i) + 4 - 8 * bits(8 * (i % 32) + i / 32, 1) }
    },
    Mutants.reading(.q3K, "scale_offset_missing", "32 is not subtracted from the scales") { plus(32, to: &$0.factor) },
    Mutants.reading(.q5K, "fifth_bits_dropped", "fifth bits are not read") { wrong in
      let code = wrong.code
      wrong.code = { bits, i in code(bits, i) & 15 }
    },
    Mutants.reading(.q5K, "scale_high_bits_dropped", "the top two bits of scales 4 to 7 are not read") { wrong in
      let factor = wrong.factor
      wrong.factor = { bits, i in i < 128 ? factor(bits, i) : factor(bits, i) & 15 }
    },
    Mutants.reading(.q6K, "offset_missing", "32 is not subtracted from the codes") { plus(32, to: &$0.code) },
    Mutants.reading(.q6K, "scales_unsigned", "the scales are read as unsigned bytes") {
      $0.factor = { bits, i in bits(1536 + 8 * (i / 16), 8) }
    },
    Mutants.reading(.q6K, "pairs_reversed", "the first 32 weights have the highest two bits") { wrong in
      let code = wrong.code
      wrong.code = { bits, i in ((code(bits, i) + 32) & 15) + 16 * BlockReading.pair(bits, 1024, i ^ 96) - 32 }
    },
    Mutants.reading(.iq4XS, "scale_offset_missing", "32 is not subtracted from the scales") {
      plus(32, to: &$0.factor)
    },
    Mutants.reading(.iq4XS, "scale_high_bits_dropped", "the top two bits of the scales are not read") { wrong in
      let factor = wrong.factor
      wrong.factor = { bits, i in ((factor(bits, i) + 32) & 15) - 32 }
    },
    Mutants.reading(.iq4XS, "codes_for_levels", "the codes stand for -8 to 7, as in Q4_0") {
      $0.code = { bits, i in BlockReading.nibble(bits, 64 + 128 * (i / 32), i % 32) - 8 }
    },
  ]

  private static func plus(_ offset: Int64, to field: inout ProductReading.Field) {
    let own = field
    field = { bits, i in own(bits, i) + offset }
  }
}
