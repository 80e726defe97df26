import Measuring
import Kernels

/// What falsifiers measure for contracts/rope-v1.yaml that concern the cosines and sines.
package enum RoPETableExperiments {
  private static let contract = "rope-v1"

  /// The start of the tables of all usual shapes; mutants are tried on these.
  private static let sweeps: [(headDim: Int, base: Double)] = [(128, 1e6), (128, 1e4), (64, 1e6), (64, 1e4)]
  private static let swept = 0..<2048
  /// The positions of Qwen2.5.
  private static let context = 0..<32_768

  package static var rope002: Experiment {
    Experiment("FALSIFY-ROPE-002", in: contract) { run in
      let entries = try RoPETableFixture.load(run).entries
      run.input(
        "hard.position", entries.map { Int32($0.position) }, generator: "Fixtures/rope-table.tsv",
        cases: entries.count)
      let hard = entries.map(\.cosine) + entries.map(\.sine)
      func atEntries(_ kernel: RoPETableKernel) throws -> [Float] {
        let values = try entries.map { entry -> (Float, Float) in
          let row = try kernel(entry.headDim, entry.base, entry.position..<entry.position + 1)
          return (row[entry.pair], row[entry.headDim / 2 + entry.pair])
        }
        return values.map(\.0) + values.map(\.1)
      }
      let expected = Self.sweeps.flatMap { RoPETables.oracle($0.headDim, $0.base, Self.swept) }
      try run.judge(
        RoPETables.real,
        mutants: [
          RoPETableMutants.exponentHalved, RoPETableMutants.positionOffByOne, RoPETableMutants.sineNegated,
          RoPETableMutants.binary32Angle, RoPETableMutants.binary64Angle,
        ]
      ) { (kernel: RoPETableKernel, probe) in
        let values = try Self.sweeps.flatMap { try kernel($0.headDim, $0.base, Self.swept) }
        probe.output("table", values)
        try probe.compare(values, to: expected, .bitsDiffering)
        let atHard = try atEntries(kernel)
        probe.output("hard", atHard)
        try probe.compare("hard", atHard, to: hard, .bitsDiffering)
      }
      // Qwen2.5's table to its full context.
      let values = try RoPETables.real(128, 1e6, Self.context)
      let full: @Sendable () -> [Float] = { values }
      let fullExpected = RoPETables.oracle(128, 1e6, Self.context)
      try run.judge(full, mutants: [RoPETableMutants.lastPositionWraps(values, pairs: 64)]) { table, probe in
        let values = table()
        probe.output("full", values)
        try probe.compare("full", values, to: fullExpected, .bitsDiffering)
      }
      // The oracle itself, against mpmath.
      try run.judge(RoPETables.oracle, mutants: [RoPETableMutants.oracleBinary64Angle]) {
        (oracle: RoPETableKernel, probe) in
        let atHard = try atEntries(oracle)
        probe.output("oracle", atHard)
        try probe.compare("oracle", atHard, to: hard, .bitsDiffering)
      }
    }
  }

  package static var rope007: Experiment {
    Experiment("FALSIFY-ROPE-007", in: contract) { run in
      let (headDim, base, position) = (128, 1e6, 32_767)
      run.input("position", [Int32(position)], generator: "published, section 5")
      let exact = Array(try RoPETables.real(headDim, base, position..<position + 1).prefix(64))
      let angles = Turn.angles(headDim: headDim, base: base).map { $0.high * Double(position) }
      func judge(
        _ name: String, _ variant: @escaping RoPETableKernel, mutants: [Mutant<RoPETableKernel>]
      ) throws {
        let bound: BoundArguments = ["pair": angles.indices.map(Double.init), "angle": angles]
        try run.judge(variant, mutants: mutants) { (kernel: RoPETableKernel, probe) in
          let cosines = Array(try kernel(headDim, base, position..<position + 1).prefix(64))
          probe.output(name, cosines)
          try probe.compare(name, cosines, to: exact, .maxAbsError)
          try probe.countOutside(name, cosines, of: exact, bound: bound)
        }
      }
      try judge(
        "binary32", RoPETables.binary32,
        mutants: [RoPETableMutants.exactAngle, RoPETableMutants.exponentHalved])
      try judge(
        "recurrence", RoPETables.binary32Recurrence,
        mutants: [RoPETableMutants.binary32Angle, RoPETableMutants.positionOffByOne])
    }
  }
}
