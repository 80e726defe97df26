import Measuring
import Kernels

/// What falsifiers measure for contracts/q8_0-dot-v1.yaml.
package enum Q8_0DotExperiments {
  private static let contract = "q8_0-dot-v1"
  private typealias Mutants = ProductMutants<Q8_0.Row>

  package static var q80dot001: Experiment {
    Experiment("FALSIFY-Q80DOT-001", in: contract) { run in
      let books = try BookReading.load(run)
      // Rows of 576, 896, 1,536 and 8,960 columns among them.
      let cases = try FusedCases<Q8_0.Row>.finite(
        run, ProductReading.smallBlocks(books), blockCounts: [1, 2, 3, 4, 5, 7, 8, 9, 18, 28, 48, 280])
      try run.judgeErrors(
        cases,
        mutants: [
          // Bytes of Q8_0 hold one code.
          Mutants.codesExchanged { $0 == .q8_0 ? 1 : 16 }, Mutants.minimumsDropped, Mutants.minimumSign,
          Mutants.scaleMinimumExchanged, Mutants.sumsOfNeighbor(32), Mutants.firstScaleForAll,
          Mutants.lastBlockDropped, Mutants.pairsSaturated, Mutants.leastValueNegated, Mutants.narrowTotal,
        ] + Self.formatMutants(books))
    }
  }

  package static var q80dot002: Experiment {
    Experiment("FALSIFY-Q80DOT-002", in: contract) { run in
      let readings = ProductReading.smallBlocks(try BookReading.load(run))
      try run.judgeOrder(
        FusedCases<Q8_0.Row>.adversarial(run, readings),
        mutants: [
          Mutants.oneAccumulator,
          Mutants.order("two_accumulators", "two accumulators a sum, not four", FusedOrder(lanes: 2)),
          Mutants.order("eight_accumulators", "eight accumulators a sum, not four", FusedOrder(lanes: 8)),
          Mutants.order(
            "folded_in_sequence", "the four accumulators are added one after the other",
            FusedOrder(foldsInSequence: true)),
          Mutants.unfused, Mutants.scaledLast, Mutants.addedPerBlock, Mutants.nanSign,
          Mutants.reading(.mxfp4, "subnormal_scale_flushed", "2^-127 and 2^-128 are read as 0") { wrong in
            let d = wrong.d
            wrong.d = { d($0).isSubnormal ? 0 : d($0) }
          },
        ])
    }
  }

  package static var q80dot003: Experiment {
    Experiment("FALSIFY-Q80DOT-003", in: contract) { run in
      let readings = ProductReading.smallBlocks(try BookReading.load(run))
      let cases = try MatMatCases<Q8_0.Row>.all(run, readings, Self.shapes)
      let wrong = MatMatMutants<Q8_0.Row>(real: { try MatMatKernels.product($0, threads: $1) })
      try run.judgeMatrices(
        cases, mutants: [wrong.oneAccumulator("one accumulator a sum, not four in turns")])
    }
  }

  /// Around tiles of 32 rows, 16 of them a register, blocks by fours, and activations by fours and by 32; one of each is
  /// among them.
  private static let shapes: [MatMatCases<Q8_0.Row>.Shape] = [
    (1, 1, 1), (37, 13, 1), (5, 6, 2), (5, 2, 3), (31, 5, 4), (32, 8, 5), (33, 1, 7), (47, 9, 9), (65, 3, 17),
    (16, 4, 33), (3, 7, 129),
  ]

  /// Faults that one format alone can have.
  private static func formatMutants(_ books: BookReading) -> [Mutant<ProductKernel<Q8_0.Row>>] {
    let levels = books.books["iq4"]!
    return [
      Mutants.reading(.q4_0, "offset_missing", "8 is not subtracted from the codes") { plus(8, to: &$0.code) },
      Mutants.reading(.q4_1, "codes_centered", "8 is subtracted from the codes, as in Q4_0") { plus(-8, to: &$0.code) },
      Mutants.reading(.q5_0, "fifth_bits_dropped", "fifth bits are not read") { wrong in
        let code = wrong.code
        wrong.code = { bits, i in code(bits, i) - 16 * bits(16 + i, 1) }
      },
      Mutants.reading(.q5_0, "offset_missing", "16 is not subtracted from the codes") { plus(16, to: &$0.code) },
      Mutants.reading(.q5_1, "fifth_bits_swapped", "the halves of the fifth bits are exchanged") { wrong in
        let code = wrong.code
        wrong.code = { bits, i in code(bits, i) + 16 * (bits(32 + (i ^ 16), 1) - bits(32 + i, 1)) }
      },
      Mutants.reading(.q8_0, "weights_unsigned", "the weights are read as unsigned bytes") {
        $0.code = { bits, i in bits(16 + 8 * i, 8) }
      },
      Mutants.reading(.iq4NL, "next_level", "each code stands for the level after its own") {
        $0.code = { bits, i in levels[min(Int(BlockReading.nibble(bits, 16, i)) + 1, 15)] }
      },
      Mutants.reading(.mxfp4, "scale_not_halved", "the levels are doubled, but the scale is not halved") { wrong in
        let d = wrong.d
        wrong.d = { 2 * d($0) }
      },
    ]
  }

  private static func plus(_ offset: Int64, to field: inout ProductReading.Field) {
    let own = field
    field = { bits, i in own(bits, i) + offset }
  }
}
