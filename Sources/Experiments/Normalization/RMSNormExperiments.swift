import Measuring
import Kernels

/// What falsifiers measure for contracts/rmsnorm-v1.yaml.
package enum RMSNormExperiments {
  private static let contract = "rmsnorm-v1"

  // MARK: Bounds

  package static var rms001: Experiment {
    Experiment("FALSIFY-RMS-001", in: contract) { run in
      let cases = RMSNormCases.ordinary(run)
      cases.record(in: run)
      try judge(
        cases, inOrder: RMSNormOrderMutants.inOrder, run,
        mutants: [
          RMSNormMutants.meanSubtracted, RMSNormMutants.dividedByNMinus1, RMSNormMutants.paddedLength,
          RMSNormMutants.tailNotSummed, RMSNormMutants.batchStatistics, RMSNormMutants.rootEstimate,
          RMSNormMutants.weightIgnored, RMSNormMutants.weightShifted, RMSNormMutants.weightPlusOne,
          RMSNormMutants.f16Accumulator,
        ])
      // What the bound owes to the order: other orders exceed it here.
      let spiked = RMSNormCases.spiked(run)
      spiked.record("spiked.", in: run)
      try judge(spiked, "spiked", run, mutants: [RMSNormOrderMutants.sequentialSum])
    }
  }

  package static var rms003: Experiment {
    Experiment("FALSIFY-RMS-003", in: contract) { run in
      let cases = RMSNormCases.small(run)
      cases.record(in: run)
      try judge(
        cases, inOrder: RMSNormOrderMutants.inOrder, run,
        mutants: [
          RMSNormMutants.epsilonOutside, RMSNormMutants.epsilonIgnored, RMSNormMutants.epsilonAsFloor,
          RMSNormMutants.epsilonTenfold,
        ])
    }
  }

  private static func judge(
    _ cases: RMSNormCases, _ subject: String = "", inOrder: ((SummationOrder) -> RMSNormKernel)? = nil,
    _ run: Recorder, mutants: [Mutant<RMSNormKernel>]
  ) throws {
    let expected = cases.cases.map(Oracle.rmsNorm)
    let bound = BoundArguments(
      groups: zip(cases.cases, expected).map { each, values in
        (count: values.count, arrays: ["weight": each.weight.map(Double.init), "epsilon": [Double(each.epsilon)]])
      })
    try run.judge(RMSNormCase.real, inOrder: inOrder, mutants: mutants) { (kernel: RMSNormKernel, probe) in
      let results = try cases.cases.flatMap { try kernel($0) }
      probe.output(subject.isEmpty ? "normalized" : "normalized, \(subject)", results)
      try probe.countOutside(subject, results, of: expected.flatMap { $0 }, bound: bound)
    }
  }

  // MARK: Order

  package static var rms002: Experiment {
    Experiment("FALSIFY-RMS-002", in: contract) { run in
      let cases = RMSNormCases.adversarial(run)
      cases.record(in: run)
      let reference = try cases.cases.flatMap {
        try RMSNorm.apply($0.x, weight: $0.weight, epsilon: $0.epsilon, implementation: .scalar)
      }
      // The order of the statement, written a second time.
      let steps = try cases.cases.flatMap { try RMSNormOrderMutants.steps($0) }
      try run.judge(
        RMSNormCase.real,
        mutants: [
          RMSNormOrderMutants.sequentialSum, RMSNormOrderMutants.unfusedSquares, RMSNormOrderMutants.foldAdjacent,
          RMSNormOrderMutants.dividedByRoot, RMSNormOrderMutants.weightFirst, RMSNormOrderMutants.reciprocalOfN,
        ]
      ) { (kernel: RMSNormKernel, probe) in
        let results = try cases.cases.flatMap { try kernel($0) }
        probe.output("normalized", results)
        try probe.compare(results, to: reference, .bitsDiffering)
        try probe.compare("steps", results, to: steps, .bitsDiffering)
      }
      // Each path by name, written in place.
      let paths = try RMSNorm.implementations.flatMap { path in
        try Placement.each.map { place in
          try cases.cases.enumerated().flatMap { index, each in
            try place(index).with(each.x, each.weight) { x, weight in
              try RMSNorm.apply(
                UnsafeBufferPointer(x), weight: UnsafeBufferPointer(weight), epsilon: each.epsilon, into: x,
                implementation: path)
              return Array(x)
            }
          }
        }
      }
      try run.judgePaths(
        { paths }, differingFrom: reference,
        mutants: [
          .lastPath("path_tail_not_summed", "the squares of a tail are not summed", of: { paths }) {
            try cases.cases.flatMap { try RMSNormOrderMutants.tailNotSummed($0) }
          },
          .lastPath("path_negative_nan", "NaN has its sign set, as x86 makes it", of: { paths }) {
            try cases.cases.flatMap { try RMSNormMutants.negativeNaN.kernel($0) }
          },
        ])
    }
  }

  // MARK: Edges

  package static var rms004: Experiment {
    Experiment("FALSIFY-RMS-004", in: contract) { run in
      let weight: [Float] = [1, -2, 3]
      let nan = Float(bitPattern: 0x7fc0_0000)
      // Rows, epsilon, and what the order of the contract makes of them.
      let edges: [(x: [Float], epsilon: Float, expected: [Float])] = [
        ([1e20, 2e20, -3e20], 1e-6, [0, -0.0, -0.0]),
        ([.greatestFiniteMagnitude, 1, -1], 1e-6, [0, -0.0, -0.0]),
        ([.infinity, 1, -1], 1e-6, [nan, -0.0, -0.0]),
        ([1, -.infinity, 1], 1e-6, [0, nan, 0]),
        ([Float(bitPattern: 0xffc1_2345), 1, 2], 1e-6, [nan, nan, nan]),
        ([0, -0.0, 0], 1e-6, [0, 0, 0]),
        ([0, -0.0, 0], 0, [nan, nan, nan]),
        ([1, 2, 3], -9, [nan, nan, nan]),
      ]
      run.input("x", edges.flatMap(\.x), generator: "rows of the contract's edges", cases: edges.count)
      let expected = edges.flatMap(\.expected)
      try run.judge(
        RMSNormCase.real,
        mutants: [RMSNormMutants.scaledByLargest, RMSNormMutants.epsilonHidden, RMSNormMutants.negativeNaN]
      ) { (kernel: RMSNormKernel, probe) in
        let results = try edges.flatMap {
          try kernel(RMSNormCase(x: $0.x, weight: weight, epsilon: $0.epsilon))
        }
        probe.output("normalized", results)
        try probe.compare(results, to: expected, .bitsDiffering)
      }
    }
  }
}
