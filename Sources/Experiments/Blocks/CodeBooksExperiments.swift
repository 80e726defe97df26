import Measuring
import Kernels

/// What falsifiers measure for contracts/codebook-dequant-v1.yaml.
package enum CodeBooksExperiments {
  /// A decoder of any format.
  private typealias Kernel = @Sendable (BlockCase) throws -> [Float]

  package static var codebook001: Experiment {
    experiment(
      "FALSIFY-CODEBOOK-001", .pairs,
      [.signsDropped, .parityDropped, .scaleHalfMissing, .scaleNibblesSwapped, .entryHighBitsDropped, .nanSign])
  }

  package static var codebook002: Experiment {
    experiment(
      "FALSIFY-CODEBOOK-002", .triples,
      [.signsDropped, .parityDropped, .scaleHalfMissing, .scaleNibblesSwapped, .entryHighBitsDropped, .nanSign])
  }

  package static var codebook003: Experiment {
    experiment(
      "FALSIFY-CODEBOOK-003", .shifted, [.shiftSign, .scaleHalfMissing, .entryHighBitsDropped, .nanSign])
  }

  package static var codebook004: Experiment {
    experiment(
      "FALSIFY-CODEBOOK-004", .digits,
      [.digitsReversed, .fieldsReversed, .offsetMissing, .bitInverted, .nanSign, .subnormalsFlushed])
  }

  package static var codebook005: Experiment {
    experiment(
      "FALSIFY-CODEBOOK-005", .levels,
      [
        .nibblesSwapped, .scaleNibblesSwapped, .scaleOffsetMissing, .scaleHighBitsDropped, .scaleNotHalved, .scaleNaN,
        .negativeZero, .nanSign,
      ])
  }

  private static func experiment(
    _ id: String, _ storage: BookReading.Storage, _ faults: [BookFault]
  ) -> Experiment {
    Experiment(id, in: "codebook-dequant-v1") { run in
      let reading = try BookReading.load(run)
      let real: Kernel = { try BlockKernels.dequantize($0.format, $0.bytes) }
      try run.judge(
        over: BlockCase.any(storage.formats), cases: 512, real,
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
