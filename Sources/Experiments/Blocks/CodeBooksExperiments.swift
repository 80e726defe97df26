import Measuring
import Kernels

/// What falsifiers measure for contracts/codebook-dequant-v1.yaml.
package enum CodeBooksExperiments {
  /// A decoder of any format.
  private typealias Kernel = @Sendable (BlockCase) throws -> [Float]

  package static var codebook001: Experiment {
    experiment(
      "FALSIFY-CODEBOOK-001", [.iq2XXS, .iq2XS, .iq2S],
      [.signsDropped, .parityDropped, .scaleHalfMissing, .scaleNibblesSwapped, .entryHighBitsDropped, .nanSign])
  }

  package static var codebook002: Experiment {
    experiment(
      "FALSIFY-CODEBOOK-002", [.iq3XXS, .iq3S],
      [.signsDropped, .parityDropped, .scaleHalfMissing, .scaleNibblesSwapped, .entryHighBitsDropped, .nanSign])
  }

  package static var codebook003: Experiment {
    experiment(
      "FALSIFY-CODEBOOK-003", [.iq1S, .iq1M], [.shiftSign, .scaleHalfMissing, .entryHighBitsDropped, .nanSign])
  }

  package static var codebook004: Experiment {
    experiment(
      "FALSIFY-CODEBOOK-004", [.tq1_0, .tq2_0, .q1_0],
      [.digitsReversed, .fieldsReversed, .offsetMissing, .bitInverted, .nanSign, .subnormalsFlushed])
  }

  package static var codebook005: Experiment {
    experiment(
      "FALSIFY-CODEBOOK-005", [.iq4NL, .iq4XS, .mxfp4, .nvfp4],
      [
        .nibblesSwapped, .scaleNibblesSwapped, .scaleOffsetMissing, .scaleHighBitsDropped, .scaleNotHalved, .scaleNaN,
        .negativeZero, .nanSign,
      ])
  }

  private static func experiment(
    _ id: String, _ formats: [BlockFormat], _ faults: [BookFault]
  ) -> Experiment {
    Experiment(id, in: "codebook-dequant-v1") { run in
      let reading = try BookReading.load(run)
      let real: Kernel = { try BlockKernels.dequantize($0.format, $0.bytes) }
      try run.judge(
        over: BlockCase.any(formats), cases: 512, real,
        mutants: faults.map { fault in
          let wrong = reading.with(fault)
          return Mutant<Kernel>(fault.rawValue, fault.text) { wrong.weights($0.format, $0.bytes) }
        }, expecting: { reading.weights($0.format, $0.bytes) }
      ) { kernel, cases, exact, probe in
        let weights = try cases.flatMap(kernel)
        probe.output("weights", weights)
        try probe.compare(weights, to: exact.flatMap { $0 }, .bitsDiffering)
      }
    }
  }
}
