import Measuring
import Kernels

/// What falsifiers measure for contracts/gelu-v1.yaml.
package enum GELUExperiments {
  private static let contract = "gelu-v1"

  package static var gelu001: Experiment {
    Experiment("FALSIFY-GELU-001", in: contract) { run in
      let arguments = ActivationCases.wide(run, halfWidth: 11)
      let oracle = arguments.map(GELUOracle.gelu)
      let bound: BoundArguments = ["argument": arguments.map(GELUOracle.argument)]
      try run.judge(
        GELUKernels.gelu,
        mutants: [
          GELUMutants.tanhAsWritten, SiluMutants.quickGelu, GELUSteps.cubicTermDropped,
          GELUSteps.constantOfThreeDigits, GELUMutants.naiveNegativeBranch,
        ]
      ) { kernel, probe in
        let results = try kernel(arguments)
        probe.output("gelu", results)
        try probe.countOutside(results, of: oracle, bound: bound)
      }
    }
  }

  package static var gelu002: Experiment {
    Experiment("FALSIFY-GELU-002", in: contract) { run in
      let limits = Self.limits
      run.input("arguments", limits.map(\.x), generator: "limits of gelu", cases: limits.count)
      try run.judge(
        GELUKernels.gelu,
        mutants: [GELUMutants.naiveNegativeBranch, GELUMutants.nanClamped]
      ) { kernel, probe in
        let results = try kernel(limits.map(\.x))
        probe.output("gelu", results)
        try probe.compare(results, to: limits.map(\.expected), .bitsDiffering)
        try probe.measure(results, .nanCount)
      }
    }
  }

  package static var gelu003: Experiment {
    Experiment("FALSIFY-GELU-003", in: contract) { run in
      let (gate, up) = ActivationCases.pairs(run)
      let gelu = gate.map(GELUOracle.gelu)
      let oracle = zip(gelu, up).map { $0 * Double($1) }
      let bound: BoundArguments = [
        "argument": gate.map(GELUOracle.argument), "gelu": gelu, "up": up.map(Double.init),
      ]
      try run.judge(
        GELUKernels.geglu,
        mutants: [
          GeGLUMutants.operandsSwapped, GeGLUMutants.geluOfBoth, GeGLUMutants.upOffByOne, GeGLUMutants.gateNegated,
          GeGLUMutants.siluForGELU,
        ]
      ) { kernel, probe in
        let results = try kernel(gate, up)
        probe.output("geglu", results)
        try probe.countOutside(results, of: oracle, bound: bound)
      }
    }
  }

  package static var gelu004: Experiment {
    Experiment("FALSIFY-GELU-004", in: contract) { run in
      let cases = ActivationCases.adversarial(run)
      let gelu = cases.flatMap(\.gate).map(GELUSteps().value)
      let geglu = zip(gelu, cases.flatMap(\.up)).map { GeGLUMutants.product($0, $1) }
      try run.judge(GELUKernels.gelu, mutants: [GELUSteps.reciprocal, GELUSteps.cubicUnfused]) { kernel, probe in
        let results = try cases.flatMap { try kernel($0.gate) }
        probe.output("gelu", results)
        try probe.compare("gelu_steps", results, to: gelu, .bitsDiffering)
      }
      try run.judge(GELUKernels.geglu, mutants: [GeGLUMutants.upMultipliedFirst]) { kernel, probe in
        let results = try cases.flatMap { try kernel($0.gate, $0.up) }
        probe.output("geglu", results)
        try probe.compare("geglu_steps", results, to: geglu, .bitsDiffering)
      }
      let (geluPaths, gegluPaths) = (try Self.gelu(cases), try Self.geglu(cases))
      try run.judgePaths(
        "gelu", { geluPaths }, differingFrom: gelu,
        mutants: [
          .lastPath("path_tail_dropped", "the last element is returned as it is", of: { geluPaths }) {
            try cases.flatMap { try GELU.tanhForm($0.gate.dropLast()) + $0.gate.suffix(1) }
          }
        ])
      try run.judgePaths(
        "geglu", { gegluPaths }, differingFrom: geglu,
        mutants: [
          .lastPath("path_operands_swapped", "gelu(up) * gate", of: { gegluPaths }) {
            try cases.flatMap { try GeGLUMutants.operandsSwapped.kernel($0.gate, $0.up) }
          }
        ])
    }
  }

  package static var gelu005: Experiment {
    Experiment("FALSIFY-GELU-005", in: contract) { run in
      let runs = NeighborRuns.gelu(run)
      try run.judge(GELUKernels.gelu, mutants: [GELUMutants.tanhAsWritten]) { kernel, probe in
        let results = try runs.all.map(kernel)
        probe.output("gelu", results.flatMap { $0 })
        try probe.compare(results.flatMap { $0 }, to: results.flatMap(NeighborRuns.leastSoFar), .bitsDiffering)
      }
    }
  }

  /// Arguments whose GELU is known bit by bit, and it.
  private static let limits: [(x: Float, expected: Float)] = {
    let nan = Float(bitPattern: 0x7fc0_0000)
    let large: [Float] = [6, 7.5, 10, 14, 88.75, 1e10, 1e20, .greatestFiniteMagnitude, .infinity]
    let vanishing: [Float] = [-11, -13.9, -14, -14.1, -100, -1e10, -1e20, -.greatestFiniteMagnitude, -.infinity]
    let invalid = [nan, -nan, Float(bitPattern: 0x7f80_0001), Float(bitPattern: 0xffff_ffff)]
    return large.map { ($0, $0) } + vanishing.map { ($0, -0.0) } + [(0, 0), (-0.0, -0.0)] + invalid.map { ($0, nan) }
  }()

  // MARK: Paths by name, on misaligned operands and on those that end with their page

  private static func gelu(_ cases: [(gate: [Float], up: [Float])]) throws -> [[Float]] {
    try GELU.implementations.flatMap { path in
      try Placement.each.map { place in
        try cases.enumerated().flatMap { index, each in
          try place(index).call(each.gate) { try GELU.tanhForm($0, into: $1, implementation: path) }
        }
      }
    }
  }

  private static func geglu(_ cases: [(gate: [Float], up: [Float])]) throws -> [[Float]] {
    try GELU.implementations.flatMap { path in
      try Placement.each.map { place in
        try cases.enumerated().flatMap { index, each in
          try place(index).with(each.up) { up in
            try place(index).call(each.gate) {
              try GELU.geglu(gate: $0, up: UnsafeBufferPointer(up), into: $1, implementation: path)
            }
          }
        }
      }
    }
  }
}
