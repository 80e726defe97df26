import Measuring
import Kernels

/// What falsifiers measure for contracts/rope-v1.yaml that concern the rotation.
package enum RoPEExperiments {
  private static let contract = "rope-v1"

  package static var rope001: Experiment {
    Experiment("FALSIFY-ROPE-001", in: contract) { run in
      let cases = RoPECases.finite(run)
      cases.record(in: run)
      let oracles = cases.cases.map { $0.oracle() }
      try run.judge(
        RoPERotations.real,
        mutants: [
          RoPEMutants.pairingSwapped, RoPEMutants.sineNegated, RoPEMutants.exponentHalved,
          RoPEMutants.positionOffByOne, RoPEMutants.interleavedTable, RoPEMutants.firstPositionForAll,
          RoPEMutants.firstHeadOnly, RoPERotationMutants.overwritten,
        ]
      ) { (kernel: RoPEKernel, probe) in
        let results = try cases.cases.flatMap { try kernel($0.x, $0.firstPosition, $0.shape) }
        probe.output("rotated", results)
        try probe.countOutside(
          results, of: oracles.flatMap(\.values), bound: ["magnitude": oracles.flatMap(\.magnitude)])
      }
    }
  }

  package static var rope003: Experiment {
    Experiment("FALSIFY-ROPE-003", in: contract) { run in
      let x: [Float] = [1, 2, 3, 4]
      run.input("x", x, generator: "published example, section 5")
      let expected: KeyValuePairs<RoPE.Pairing, [UInt32]> = [
        .norm: [0xbf92_4204, 0x3ff6_0692, 0x403d_6e32, 0x4080_f41e],
        .neox: [0xbffd_f756, 0x3ffa_de06, 0x401d_9799, 0x4080_a233],
      ]
      try run.judge(
        RoPERotations.real,
        mutants: [
          RoPEMutants.pairingSwapped, RoPEMutants.sineNegated, RoPEMutants.exponentHalved,
          RoPEMutants.positionOffByOne, RoPEMutants.interleavedTable, RoPERotationMutants.overwritten,
        ]
      ) { (kernel: RoPEKernel, probe) in
        for (pairing, bits) in expected {
          let result = try kernel(x, 1, RoPEShape(heads: 1, headDim: 4, base: 10_000, pairing: pairing))
          probe.output(pairing.rawValue, result)
          try probe.compare(pairing.rawValue, result, to: bits.map(Float.init(bitPattern:)), .bitsDiffering)
        }
      }
    }
  }

  package static var rope004: Experiment {
    Experiment("FALSIFY-ROPE-004", in: contract) { run in
      let cases = RoPECases.adversarial(run)
      cases.record(in: run)
      let reference = try cases.cases.flatMap {
        try RoPERotations.rotated($0.x, $0.firstPosition, $0.shape, .exact, implementation: .scalar)
      }
      // The order of the statement, written a second time.
      let steps = try cases.cases.flatMap { try RoPERotationMutants.steps($0.x, $0.firstPosition, $0.shape) }
      try run.judge(
        RoPERotations.real,
        mutants: [RoPERotationMutants.fused, RoPERotationMutants.subnormalsFlushed, RoPERotationMutants.negativeNaN]
      ) { (kernel: RoPEKernel, probe) in
        let results = try cases.cases.flatMap { try kernel($0.x, $0.firstPosition, $0.shape) }
        probe.output("rotated", results)
        try probe.compare(results, to: reference, .bitsDiffering)
        try probe.compare("steps", results, to: steps, .bitsDiffering)
      }
      let paths = try RoPE.implementations.flatMap { path in
        try Placement.each.map { place in
          try cases.cases.enumerated().flatMap { try Self.rotatedInPlace($1, place($0), implementation: path) }
        }
      }
      try run.judgePaths(
        { paths }, differingFrom: reference,
        mutants: [
          .lastPath("path_last_pair_unturned", "the last pair of each head is left as it is", of: { paths }) {
            try cases.cases.flatMap { try RoPERotationMutants.lastPairUnturned($0.x, $0.firstPosition, $0.shape) }
          },
          .lastPath("path_fused", "the second product is not rounded before the sum", of: { paths }) {
            try cases.cases.flatMap { try RoPERotationMutants.fused.kernel($0.x, $0.firstPosition, $0.shape) }
          },
        ])
    }
  }

  // MARK: What a rotation keeps

  package static var rope005: Experiment {
    Experiment("FALSIFY-ROPE-005", in: contract) { run in
      let cases = RoPECases.finite(run)
      cases.record(in: run)
      try run.judge(
        RoPERotations.real,
        mutants: [RoPERotationMutants.overwritten, RoPERotationMutants.bfloat16Table, RoPEMutants.pairingSwapped]
      ) { (kernel: RoPEKernel, probe) in
        let results = try cases.cases.map { try kernel($0.x, $0.firstPosition, $0.shape) }
        probe.output("rotated", results.flatMap { $0 })
        try probe.compare(
          zip(results, cases.cases).flatMap { Self.pairNorms($0, $1.shape) },
          to: cases.cases.flatMap { Self.pairNorms($0.x, $0.shape) }, .maxRelError)
      }
    }
  }

  package static var rope006: Experiment {
    Experiment("FALSIFY-ROPE-006", in: contract) { run in
      let shape = RoPEShape(heads: 1, headDim: 128, base: 1e6, pairing: .neox)
      let domain = "16 pairs of 128 values in [-1, 1)"
      var random = run.random("queries and keys")
      let pairs = (0..<16).map { _ in (q: random.units(128), k: random.units(128)) }
      run.input("q", pairs.flatMap(\.q), generator: "queries and keys: \(domain)", seed: random.seed, cases: 16)
      run.input("k", pairs.flatMap(\.k), generator: "queries and keys: \(domain)", seed: random.seed, cases: 16)
      let positions = [(0, 0), (1, 0), (7, 3), (100, 37), (2047, 5)]
      let shifts = [1, 63, 1000, 4000, 4095, 30_000]
      func repeated(_ value: Double) -> [Double] {
        [Double](repeating: value, count: positions.count * shifts.count)
      }
      let bound: BoundArguments = [
        "query_norm": pairs.flatMap { repeated(Oracle.norm($0.q)) },
        "key_norm": pairs.flatMap { repeated(Oracle.norm($0.k)) },
      ]
      try run.judge(
        RoPERotations.real,
        mutants: [
          RoPEMutants.binary32Recurrence, RoPEMutants.positionModulo4096, RoPERotationMutants.bfloat16Table,
          RoPERotationMutants.overwritten,
        ]
      ) { (kernel: RoPEKernel, probe) in
        func score(_ pair: (q: [Float], k: [Float]), _ m: Int, _ n: Int) throws -> Double {
          Oracle.dot(try kernel(pair.q, m, shape), try kernel(pair.k, n, shape))
        }
        var (moved, unmoved): ([Double], [Double]) = ([], [])
        for pair in pairs {
          for (m, n) in positions {
            let score0 = try score(pair, m, n)
            for shift in shifts {
              moved.append(try score(pair, m + shift, n + shift))
              unmoved.append(score0)
            }
          }
        }
        probe.output("scores", moved)
        try probe.countOutside(moved, of: unmoved, bound: bound)
      }
    }
  }

  // MARK: -

  private static func rotatedInPlace(
    _ each: RoPECase, _ place: Placement, implementation: Implementation
  ) throws -> [Float] {
    let first = each.firstPosition
    let table = try RoPE.Table(
      headDim: each.shape.headDim, base: each.shape.base, positions: first..<first + each.tokens)
    return try place.with(each.x) { x in
      try RoPE.apply(
        to: x, heads: each.shape.heads, firstPosition: first, table: table, pairing: each.shape.pairing,
        implementation: implementation)
      return Array(x)
    }
  }

  /// The Euclidean norm of each pair, in binary64.
  private static func pairNorms(_ x: [Float], _ shape: RoPEShape) -> [Double] {
    shape.pairs(tokens: x.count / (shape.heads * shape.headDim)).map {
      let (a, b) = (Double(x[$0.first]), Double(x[$0.second]))
      return (a * a + b * b).squareRoot()
    }
  }
}
