import Measuring
import Kernels

/// What falsifiers measure for contracts/rope-scaling-v1.yaml.
package enum RoPEScalingExperiments {
  private static let contract = "rope-scaling-v1"

  package static var ropescaling001: Experiment {
    Experiment("FALSIFY-ROPE-SCALING-001", in: contract) { run in
      let entries = try RoPEScalingCases.entries(run)
      run.input(
        "position", entries.map { Int32($0.position) }, generator: "Fixtures/rope-scaling.tsv", cases: entries.count)
      let expected = entries.map(\.cosine) + entries.map(\.sine)
      try run.judge(
        ScaledTurns.real,
        mutants: [
          ScaledTurns.ignored, ScaledTurns.allLinear, ScaledTurns.magnitudeDropped, ScaledTurns.rampEndsExchanged,
          ScaledTurns.roundingExchanged, ScaledTurns.grownBase, ScaledTurns.limitShifted, ScaledTurns.pairShifted,
          ScaledTurns.binary32Frequencies,
        ]
      ) { (kernel: ScaledTurnKernel, probe) in
        let values = try entries.map { try kernel($0.setting, $0.position, $0.pair) }
        let all = values.map(\.0) + values.map(\.1)
        probe.output("turns", all)
        try probe.compare(all, to: expected, .bitsDiffering)
      }
    }
  }

  package static var ropescaling002: Experiment {
    Experiment("FALSIFY-ROPE-SCALING-002", in: contract) { run in
      let settings: [RoPE.Scaling] = [
        .init(.linear(factor: 1)), .init(.dynamic(factor: 4, original: 4096)),
        .init(.yarn(.init(factor: 1, original: 4096)), magnitude: RoPE.Scaling.YaRN.magnitude(factor: 1)),
        .init(.llama3(.init(factor: 1, lowFactor: 1, highFactor: 4, original: 4096))),
        .init(.divided(by: Array(repeating: 1, count: 64))),
      ]
      let positions = [0, 1, 2047, 4095]
      run.input(
        "position", positions.map { Int32($0) }, generator: "the first and last positions of the first training")
      func all(_ kernel: ScaledTurnKernel, _ scaling: RoPE.Scaling) throws -> [Float] {
        try positions.flatMap { position in
          try (0..<64).flatMap { pair in
            let turn = try kernel(
              .init(name: "none", headDim: 128, base: 1e6, scaling: scaling), position, pair)
            return [turn.0, turn.1]
          }
        }
      }
      let plain = try all(ScaledTurns.real, .none)
      let expected = settings.flatMap { _ in plain }
      try run.judge(
        ScaledTurns.real, mutants: [ScaledTurns.alwaysDivided, ScaledTurns.alwaysDynamic]
      ) { (kernel: ScaledTurnKernel, probe) in
        let values = try settings.flatMap { try all(kernel, $0) }
        probe.output("turns", values)
        try probe.compare(values, to: expected, .bitsDiffering)
      }
    }
  }
}
