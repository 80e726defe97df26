import Measuring
import Kernels
import Metrics

/// What falsifiers measure for contracts/softmax-v1.yaml but for the published drift.
package enum SoftmaxExperiments {
  private static let contract = "softmax-v1"

  // MARK: Bounds

  package static var softmax001: Experiment {
    Experiment("FALSIFY-SOFTMAX-001", in: contract) { run in
      try run.judge(
        over: SoftmaxCase.finite, cases: 240, SoftmaxKernels.real, inOrder: SoftmaxSteps.inOrder,
        mutants: [
          SoftmaxMutants.temperature, SoftmaxSteps.baseTwo, SoftmaxSteps.naturalLogRemainder,
          SoftmaxSteps.noMaxSubtraction, SoftmaxSteps.maxFromZero, SoftmaxSteps.maxOfFirstChunk,
          SoftmaxSteps.lastLeftOutOfSum, SoftmaxSteps.sumInHalfPrecision, SoftmaxSteps.reciprocalEstimate,
        ],
        expecting: { SoftmaxOracle.softmax($0.logits) }
      ) { kernel, cases, exact, probe in
        let results = try cases.flatMap { try kernel($0.logits) }
        probe.output("softmax", results)
        let rows = cases.map { (count: $0.logits.count, arrays: ["logits": $0.logits.map(Double.init)]) }
        try probe.countOutside(results, of: exact.flatMap { $0 }, bound: BoundArguments(groups: rows))
      }
    }
  }

  package static var softmax003: Experiment {
    Experiment("FALSIFY-SOFTMAX-003", in: contract) { run in
      let cases = SoftmaxCases.finite(run)
      cases.record(in: run)
      let bound: BoundArguments = ["count": cases.all.map { Double($0.count) }]
      try run.judge(
        SoftmaxKernels.real, inOrder: SoftmaxSteps.inOrder,
        mutants: [
          SoftmaxSteps.lastLeftOutOfSum, SoftmaxSteps.sumInHalfPrecision, SoftmaxSteps.reciprocalEstimate,
          SoftmaxSteps.maximumTwice,
        ]
      ) { kernel, probe in
        let results = try cases.all.map(kernel)
        probe.output("softmax", results.flatMap { $0 })
        let sums = results.map { result in
          var sum = Oracle.WideSum()
          for value in result { sum.add(Double(value)) }
          return sum.value
        }
        try probe.countOutside("sums", sums, of: sums.map { _ in 1.0 }, bound: bound)
      }
    }
  }

  // MARK: Order

  package static var softmax002: Experiment {
    Experiment("FALSIFY-SOFTMAX-002", in: contract) { run in
      let cases = SoftmaxCases.adversarial(run)
      cases.record(in: run)
      let reference = try cases.all.flatMap { try Softmax.f32($0, implementation: .scalar) }
      let steps = cases.all.flatMap(SoftmaxSteps().f32)
      try run.judge(
        SoftmaxKernels.real,
        mutants: [
          SoftmaxSteps.division, SoftmaxSteps.sequentialSum, SoftmaxSteps.foldAdjacent, SoftmaxSteps.polynomialUnfused,
        ]
      ) { kernel, probe in
        let results = try cases.all.flatMap(kernel)
        probe.output("softmax", results)
        try probe.compare(results, to: reference, .bitsDiffering)
        // The mutants hold one fault alone: their steps without it are the kernel.
        try probe.compare("steps", results, to: steps, .bitsDiffering)
      }
      let paths: Paths<Float> = {
        try Softmax.implementations.flatMap { path in
          try Placement.each.map { place in
            try cases.all.enumerated().flatMap { index, logits in
              try place(index).call(logits) { try Softmax.f32($0, into: $1, implementation: path) }
            }
          }
        }
      }
      try run.judgePaths(
        paths, differingFrom: reference,
        mutants: [
          .lastPath("path_tail", "the last exponential is not added to the sum", of: paths) {
            try cases.all.flatMap(SoftmaxSteps.lastLeftOutOfSum.kernel)
          }
        ])
    }
  }

  // MARK: Properties

  package static var softmax004: Experiment {
    Experiment("FALSIFY-SOFTMAX-004", in: contract) { run in
      let cases = SoftmaxCases.coarse(run)
      cases.record(in: run)
      let exactShifts: [Float] = [-16384, -1024, -100, 100, 1024, 16383]
      let roundedShifts: [Float] = [-12345.678, 1000.1]
      run.input("exact shifts", exactShifts, generator: "integers below 2^15")
      run.input("rounded shifts", roundedShifts, generator: "not exact when added")
      let unshifted = try cases.all.flatMap { logits in
        try exactShifts.flatMap { _ in try SoftmaxKernels.real(logits) }
      }
      let pairs = cases.all.flatMap { logits in roundedShifts.map { (logits: logits, shift: $0) } }
      let bound = BoundArguments(
        groups: pairs.map { pair in
          let shifted = pair.logits.map { Double($0 + pair.shift) }
          return (count: shifted.count, arrays: ["shifted": shifted, "weight": SoftmaxOracle.softmax(shifted)])
        })
      try run.judge(
        SoftmaxKernels.real, inOrder: SoftmaxSteps.inOrder,
        mutants: [SoftmaxSteps.noMaxSubtraction, SoftmaxSteps.maxFromZero, SoftmaxMutants.clamped]
      ) { kernel, probe in
        let exact = try cases.all.flatMap { logits in
          try exactShifts.flatMap { shift in try kernel(logits.map { $0 + shift }) }
        }
        let rounded = try pairs.flatMap { pair in try kernel(pair.logits.map { $0 + pair.shift }) }
        probe.output("shifted exactly", exact)
        probe.output("shifted and rounded", rounded)
        try probe.compare("exact", exact, to: unshifted, .bitsDiffering)
        try probe.countOutside("rounded", rounded, of: pairs.flatMap { SoftmaxOracle.softmax($0.logits) }, bound: bound)
      }
    }
  }

  package static var softmax005: Experiment {
    Experiment("FALSIFY-SOFTMAX-005", in: contract) { run in
      let cases = SoftmaxCases.finite(run)
      cases.record(in: run)
      try run.judge(
        SoftmaxKernels.real,
        mutants: [
          SoftmaxMutants.negated, SoftmaxMutants.tailMisplaced, SoftmaxSteps.maximumTwice, SoftmaxSteps.clampedEarly,
        ]
      ) { kernel, probe in
        let results = try cases.all.map(kernel)
        probe.output("softmax", results.flatMap { $0 })
        let atLargestLogit = zip(cases.all, results).map { logits, y in y[logits.firstIndex(of: logits.max()!)!] }
        try probe.compare(
          "at_largest_logit", atLargestLogit, to: results.map { $0.max() ?? .nan }, .bitsDiffering)
        try probe.measure(results.flatMap { $0 }, .max, .min)
      }
    }
  }

  package static var softmax006: Experiment {
    Experiment("FALSIFY-SOFTMAX-006", in: contract) { run in
      let edges = SoftmaxEdges.all
      run.input("logits", edges.flatMap(\.logits), generator: "edges of Softmax.f32", cases: edges.count)
      let expected = edges.flatMap(\.expected)
      try run.judge(
        SoftmaxKernels.real,
        mutants: [
          SoftmaxMutants.nanSkipped, SoftmaxMutants.nanGetsOne, SoftmaxMutants.maskAsNumber,
          SoftmaxSteps.noMaxSubtraction,
        ]
      ) { kernel, probe in
        let results = try edges.flatMap { try kernel($0.logits) }
        probe.output("softmax", results)
        try probe.compare(results, to: expected, .bitsDiffering)
        try probe.measure(results, .nanCount)
      }
    }
  }

  // MARK: The exponential

  package static var softmax007: Experiment {
    Experiment("FALSIFY-SOFTMAX-007", in: contract) { run in
      let arguments = ExponentialCases.record(in: run)
      let oracle = arguments.map { WideExponential.value(Double($0)) }
      let all = arguments + ExponentialCases.recordEdges(in: run)
      let reference = try Exponential.f32(all, implementation: .scalar)
      let steps = all.map(ExponentialSteps().value)
      try run.judge(
        ExponentialKernels.real,
        mutants: [
          ExponentialMutants.naturalLogRemainder, ExponentialMutants.lastCoefficientDropped,
          ExponentialMutants.ln2LowDropped, ExponentialMutants.subnormalsFlushed, ExponentialMutants.clampedEarly,
        ]
      ) { kernel, probe in
        let results = try kernel(all)
        probe.output("exp", results)
        try probe.countOutside(Array(results.prefix(arguments.count)), of: oracle, bound: [:])
        // The mutants hold one fault alone: their steps without it are the kernel.
        try probe.compare("steps", results, to: steps, .bitsDiffering)
      }
      let paths: Paths<Float> = {
        try Exponential.implementations.flatMap { path in
          try Placement.each.map { place in
            try place(3).call(all) { try Exponential.f32($0, into: $1, implementation: path) }
          }
        }
      }
      try run.judgePaths(
        paths, differingFrom: reference,
        mutants: [
          .lastPath("path_ln2_low", "the low part of ln 2 is dropped", of: paths) {
            try ExponentialMutants.ln2LowDropped.kernel(all)
          }
        ])
    }
  }
}
