import Measuring
import Kernels

/// Falsifiers of softmax-v1 and rmsnorm-v1 that try one thing at every place of every length.
package enum PlacesExperiments {
  private static let nan = Float(bitPattern: 0x7fc0_0000)

  // MARK: softmax-v1

  package static var softmax008: Experiment {
    Experiment("FALSIFY-SOFTMAX-008", in: "softmax-v1") { run in
      let cases = PlaceCases.oneNaN(run)
      let expected = cases.rows.flatMap { $0.map { _ in Self.nan } }
      try run.judge(
        SoftmaxKernels.real,
        mutants: [
          SoftmaxPlaceMutants.nanLeftOutOfSum, SoftmaxPlaceMutants.nanLostInTail, SoftmaxMutants.nanSkipped,
          SoftmaxMutants.nanGetsOne,
        ]
      ) { kernel, probe in
        let results = try cases.rows.flatMap(kernel)
        probe.output("softmax", results)
        try probe.compare(results, to: expected, .bitsDiffering)
      }
    }
  }

  package static var softmax009: Experiment {
    Experiment("FALSIFY-SOFTMAX-009", in: "softmax-v1") { run in
      let cases = PlaceCases.repeated(run)
      try run.judge(
        SoftmaxKernels.real,
        mutants: [SoftmaxPlaceMutants.tailDivided, SoftmaxPlaceMutants.tailEstimated, SoftmaxMutants.tailMisplaced]
      ) { kernel, probe in
        let results = try cases.rows.map(kernel)
        probe.output("softmax", results.flatMap { $0 })
        try probe.compare(
          results.flatMap { $0 }, to: results.flatMap(PlaceCases.repeating), .bitsDiffering)
      }
    }
  }

  // MARK: rmsnorm-v1

  package static var rms005: Experiment {
    Experiment("FALSIFY-RMS-005", in: "rmsnorm-v1") { run in
      // All rows of a length in one call, and a row without a NaN behind them.
      let byLength = Dictionary(grouping: PlaceCases.oneNaN(run).rows, by: \.count).sorted { $0.key < $1.key }
      var cases: [RMSNormCase] = []
      var expected: [Float] = []
      for (length, rows) in byLength {
        let clean = (0..<length).map { Float($0 % 7) - 3.5 }
        let weight = [Float](repeating: 1.5, count: length)
        cases.append(RMSNormCase(x: rows.flatMap { $0 } + clean, weight: weight, epsilon: 1e-6))
        expected += rows.flatMap { $0.map { _ in Self.nan } }
        expected += try RMSNormOrderMutants.steps(RMSNormCase(x: clean, weight: weight, epsilon: 1e-6))
      }
      try run.judge(
        RMSNormCase.real,
        mutants: [
          RMSNormPlaceMutants.nanLeftOutOfSum, RMSNormPlaceMutants.nanLostInTail, RMSNormPlaceMutants.nanSpreads,
        ]
      ) { (kernel: RMSNormKernel, probe) in
        let results = try cases.flatMap { try kernel($0) }
        probe.output("normalized", results)
        try probe.compare(results, to: expected, .bitsDiffering)
      }
    }
  }

  package static var rms006: Experiment {
    Experiment("FALSIFY-RMS-006", in: "rmsnorm-v1") { run in
      let cases = PlaceCases.repeated(run).rows.map { row in
        RMSNormCase(x: row, weight: row.indices.map { [0.75, -1.25, 2][$0 % PlaceCases.period] }, epsilon: 1e-6)
      }
      try run.judge(
        RMSNormCase.real, mutants: [RMSNormPlaceMutants.tailDivided, RMSNormMutants.weightShifted]
      ) { (kernel: RMSNormKernel, probe) in
        let results = try cases.map { try kernel($0) }
        probe.output("normalized", results.flatMap { $0 })
        try probe.compare(
          results.flatMap { $0 }, to: results.flatMap(PlaceCases.repeating), .bitsDiffering)
      }
    }
  }
}
