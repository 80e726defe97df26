import Measuring
import Kernels

/// What falsifiers measure for contracts/swiglu-v1.yaml.
package enum ActivationExperiments {
  private static let contract = "swiglu-v1"

  package static var swiglu001: Experiment {
    Experiment("FALSIFY-SWIGLU-001", in: contract) { run in
      let arguments = ActivationCases.aroundMinimum(run)
      try run.judge(
        ActivationKernels.silu,
        mutants: [
          SiluMutants.naturalLogRemainder, SiluMutants.quickGelu, SiluMutants.hardSwish, SiluMutants.signOfArgument,
        ]
      ) { kernel, probe in
        let results = try kernel(arguments)
        probe.output("silu", results)
        try probe.measure(results, .min)
      }
      // How the published test let its fault pass, and what it would have seen.
      try run.judge(
        SiluMutants.naturalLogRemainder.kernel, mutants: [SiluMutants.relu, SiluMutants.naturalLogRemainderToNearest]
      ) { (fault: SiluKernel, probe) in
        let results = try fault(arguments)
        probe.output("public fault", results)
        try probe.compare(
          "public_fault", results, to: arguments.map(ActivationOracle.silu), .maxAbsError, .maxRelError)
      }
    }
  }

  package static var swiglu002: Experiment {
    Experiment("FALSIFY-SWIGLU-002", in: contract) { run in
      let arguments = ActivationCases.wide(run)
      let oracle = arguments.map(ActivationOracle.silu)
      try run.judge(
        ActivationKernels.silu,
        mutants: [
          SiluMutants.naturalLogRemainder, SiluMutants.naiveNegativeBranch, SiluMutants.earlySaturation,
          SiluSteps.lastCoefficientDropped,
        ]
      ) { kernel, probe in
        let results = try kernel(arguments)
        probe.output("silu", results)
        try probe.countOutside(results, of: oracle, bound: [:])
        try probe.compare("silu", results, to: oracle, .maxULPs)
      }
    }
  }

  package static var swiglu003: Experiment {
    Experiment("FALSIFY-SWIGLU-003", in: contract) { run in
      let limits = ActivationCases.limits
      run.input("arguments", limits.map(\.x), generator: "limits of silu", cases: limits.count)
      try run.judge(
        ActivationKernels.silu,
        mutants: [SiluMutants.naiveNegativeBranch, SiluMutants.overflowingNumerator, SiluMutants.nanClamped]
      ) { kernel, probe in
        let results = try kernel(limits.map(\.x))
        probe.output("silu", results)
        try probe.compare(results, to: limits.map(\.expected), .bitsDiffering)
        try probe.measure(results, .nanCount)
      }
    }
  }

  package static var swiglu004: Experiment {
    Experiment("FALSIFY-SWIGLU-004", in: contract) { run in
      let (gate, up) = ActivationCases.pairs(run)
      let silu = gate.map(ActivationOracle.silu)
      let oracle = zip(silu, up).map { $0 * Double($1) }
      let bound: BoundArguments = ["silu": silu, "up": up.map(Double.init)]
      try run.judge(
        ActivationKernels.swiglu,
        mutants: [
          SwigluMutants.operandsSwapped, SwigluMutants.siluOfBoth, SwigluMutants.siluOfProduct,
          SwigluMutants.upOffByOne, SwigluMutants.gateNegated, SwigluMutants.geglu,
        ]
      ) { kernel, probe in
        let results = try kernel(gate, up)
        probe.output("swiglu", results)
        try probe.countOutside(results, of: oracle, bound: bound)
      }
    }
  }

  package static var swiglu005: Experiment {
    Experiment("FALSIFY-SWIGLU-005", in: contract) { run in
      let cases = ActivationCases.adversarial(run)
      let silu = try cases.flatMap { try Activation.silu($0.gate, implementation: .scalar) }
      let swiglu = try cases.flatMap { try Activation.swiglu(gate: $0.gate, up: $0.up, implementation: .scalar) }
      // The mutants hold one fault alone: their steps without it are the kernel.
      let siluSteps = cases.flatMap(\.gate).map(SiluSteps().value)
      let swigluSteps = zip(siluSteps, cases.flatMap(\.up)).map { SwigluMutants.product($0, $1) }
      try run.judge(
        ActivationKernels.silu, mutants: [SiluSteps.reciprocal, SiluSteps.polynomialUnfused]
      ) { kernel, probe in
        let results = try cases.flatMap { try kernel($0.gate) }
        probe.output("silu", results)
        try probe.compare("silu", results, to: silu, .bitsDiffering)
        try probe.compare("silu_steps", results, to: siluSteps, .bitsDiffering)
      }
      try run.judge(ActivationKernels.swiglu, mutants: [SwigluMutants.upMultipliedFirst]) { kernel, probe in
        let results = try cases.flatMap { try kernel($0.gate, $0.up) }
        probe.output("swiglu", results)
        try probe.compare("swiglu", results, to: swiglu, .bitsDiffering)
        try probe.compare("swiglu_steps", results, to: swigluSteps, .bitsDiffering)
      }
      let (siluPaths, swigluPaths) = (try Self.silu(cases), try Self.swiglu(cases))
      try run.judgePaths(
        "silu", { siluPaths }, differingFrom: silu,
        mutants: [
          .lastPath("path_silu_tail_dropped", "the last element is returned as it is", of: { siluPaths }) {
            try cases.flatMap { try Activation.silu($0.gate.dropLast()) + $0.gate.suffix(1) }
          },
          .lastPath("path_nan_clamped", "the clamp to -120 replaces NaN", of: { siluPaths }) {
            try cases.flatMap { try SiluMutants.nanClamped.kernel($0.gate) }
          },
        ])
      try run.judgePaths(
        "swiglu", { swigluPaths }, differingFrom: swiglu,
        mutants: [
          .lastPath("path_operands_swapped", "silu(up) * gate", of: { swigluPaths }) {
            try cases.flatMap { try SwigluMutants.operandsSwapped.kernel($0.gate, $0.up) }
          }
        ])
    }
  }

  package static var swiglu006: Experiment {
    Experiment("FALSIFY-SWIGLU-006", in: contract) { run in
      let runs = NeighborRuns.silu(run)
      try run.judge(
        ActivationKernels.silu,
        mutants: [SiluTailMutants.sigmoidCanceled, SiluTailMutants.exponentialOfHalf, SiluTailMutants.seamAtMinus20]
      ) { kernel, probe in
        let results = try runs.all.map(kernel)
        probe.output("silu", results.flatMap { $0 })
        try probe.compare(results.flatMap { $0 }, to: results.flatMap(NeighborRuns.leastSoFar), .bitsDiffering)
      }
    }
  }

  // MARK: Paths by name, on misaligned operands and on those that end with their page

  private static func silu(_ cases: [(gate: [Float], up: [Float])]) throws -> [[Float]] {
    try Activation.implementations.flatMap { path in
      try Placement.each.map { place in
        try cases.enumerated().flatMap { index, each in
          try place(index).call(each.gate) { try Activation.silu($0, into: $1, implementation: path) }
        }
      }
    }
  }

  private static func swiglu(_ cases: [(gate: [Float], up: [Float])]) throws -> [[Float]] {
    try Activation.implementations.flatMap { path in
      try Placement.each.map { place in
        try cases.enumerated().flatMap { index, each in
          try place(index).with(each.up) { up in
            try place(index).call(each.gate) {
              try Activation.swiglu(gate: $0, up: UnsafeBufferPointer(up), into: $1, implementation: path)
            }
          }
        }
      }
    }
  }
}
