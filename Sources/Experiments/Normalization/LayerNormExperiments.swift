import Measuring
import Kernels

/// What falsifiers measure for contracts/layernorm-v1.yaml.
package enum LayerNormExperiments {
  private static let contract = "layernorm-v1"

  package static var layernorm001: Experiment {
    Experiment("FALSIFY-LAYERNORM-001", in: contract) { run in
      let cases = LayerNormCases.ordinary(run).cases
      let oracle = cases.map(LayerNormOracle.values)
      let bound = BoundArguments(groups: oracle.flatMap(\.bound))
      try run.judge(
        LayerNormCase.real, inOrder: LayerNormSteps.inOrder,
        mutants: [
          LayerNormMutants.onePassVariance, LayerNormMutants.meanKept, LayerNormMutants.dividedByNMinus1,
          LayerNormMutants.epsilonOutside, LayerNormMutants.epsilonIgnored, LayerNormMutants.tailNotInMean,
          LayerNormMutants.biasDropped, LayerNormMutants.weightShifted, LayerNormMutants.meanOfFirstRow,
        ]
      ) { (kernel: LayerNormKernel, probe) in
        let results = try cases.flatMap { try kernel($0) }
        probe.output("normalized", results)
        try probe.countOutside(results, of: oracle.flatMap(\.exact), bound: bound)
      }
    }
  }

  package static var layernorm002: Experiment {
    Experiment("FALSIFY-LAYERNORM-002", in: contract) { run in
      let cases = LayerNormCases.adversarial(run).cases
      let steps = cases.flatMap { LayerNormSteps().apply($0) }
      try run.judge(
        LayerNormCase.real,
        mutants: [
          LayerNormMutants.sequentialSums, LayerNormMutants.dividedByRoot, LayerNormMutants.weightFirst,
          LayerNormMutants.biasFused,
        ]
      ) { (kernel: LayerNormKernel, probe) in
        let results = try cases.flatMap { try kernel($0) }
        probe.output("normalized", results)
        try probe.compare("steps", results, to: steps, .bitsDiffering)
      }
      // Each path by name, written in place.
      let paths = try Dot.implementations.flatMap { path in
        try Placement.each.map { place in
          try cases.enumerated().flatMap { index, each in
            try place(index).with(each.x, each.weight) { x, weight in
              try each.bias.withUnsafeBufferPointer { bias in
                try LayerNorm.apply(
                  UnsafeBufferPointer(x), weight: UnsafeBufferPointer(weight), bias: bias,
                  epsilon: LayerNormCase.epsilon, into: x, implementation: path)
              }
              return Array(x)
            }
          }
        }
      }
      try run.judgePaths(
        { paths }, differingFrom: steps,
        mutants: [
          .lastPath("path_tail_not_in_mean", "the values of a tail are not in the mean", of: { paths }) {
            try cases.flatMap { try LayerNormMutants.tailNotInMean.kernel($0) }
          }
        ])
    }
  }

  package static var layernorm003: Experiment {
    Experiment("FALSIFY-LAYERNORM-003", in: contract) { run in
      // All rows of a length in one call, those with an infinity in place of the NaN too, and a clean one behind them.
      let byLength = Dictionary(grouping: PlaceCases.oneNaN(run).rows, by: \.count).sorted { $0.key < $1.key }
      var cases: [LayerNormCase] = []
      var expected: [Float] = []
      for (length, rows) in byLength {
        let infinite = rows.map { $0.map { $0.isNaN ? -.infinity : $0 } }
        let clean = (0..<length).map { Float($0 % 7) - 2 }
        let (weight, bias) = ([Float](repeating: 1.5, count: length), [Float](repeating: 0.25, count: length))
        cases.append(LayerNormCase(x: (rows + infinite + [clean]).flatMap { $0 }, weight: weight, bias: bias))
        expected += (rows + infinite).flatMap { $0.map { _ in Float(bitPattern: 0x7fc0_0000) } }
        expected += LayerNormSteps().apply(LayerNormCase(x: clean, weight: weight, bias: bias))
      }
      try run.judge(
        LayerNormCase.real,
        mutants: [LayerNormMutants.nanLeftOutOfSums, LayerNormMutants.nanLostInTail, LayerNormMutants.meanOfFirstRow]
      ) { (kernel: LayerNormKernel, probe) in
        let results = try cases.flatMap { try kernel($0) }
        probe.output("normalized", results)
        try probe.compare(results, to: expected, .bitsDiffering)
      }
    }
  }
}
