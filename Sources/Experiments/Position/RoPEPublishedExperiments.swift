import Measuring
import Kernels

/// The published falsifier of contracts/rope-v1.yaml, and what it cannot see.
package enum RoPEPublishedExperiments {
  private static let shape = RoPEShape(heads: 1, headDim: 64, base: 10_000, pairing: .neox)

  package static var ffngguf012: Experiment {
    Experiment("FALSIFY-FFN-GGUF-012", in: "rope-v1") { run in
      let query = Self.published(0.05, modulus: 5, 0.02)
      let key = Self.published(0.04, modulus: 7, 0.015)
      run.input("q", query, generator: "published recipe of aprender's test 012")
      run.input("k", key, generator: "published recipe of aprender's test 012")
      // Recorded with tables in binary32, as the published code has them.
      let published: RoPEKernel = { try RoPERotations.rotated($0, $1, $2, .binary32) }
      let along = RoPEAmplification(rope: published) { $0.map { $0 * (1 + 0.00077) } }
      let across = RoPEAmplification(rope: published) { $0.prefix(1).map { $0 * (1 + 0.00077) } + $0.dropFirst() }
      try run.judge(
        along,
        mutants: [
          RoPEAmplification.of(RoPEMutants.positionOffByOne, along),
          RoPEAmplification.of(RoPERotationMutants.sineCosineSwapped, along),
          Mutant("perturbed_across", "the first value of the query alone is raised by 0.077 %", across),
        ]
      ) { trial, probe in
        let turned = try trial.rope(query, 0, Self.shape)
        probe.output("turned", turned)
        try probe.compare("identity", turned, to: query, .bitsDiffering)
        let drifted = trial.perturb(query)
        let (before, after) = (try Self.score(query, key, trial.rope), try Self.score(drifted, key, trial.rope))
        probe.output("scores", [before, after])
        try probe.ratio(
          "amplification", of: Drift("score", of: [after], from: [before]),
          to: Drift("query", of: drifted, from: query), .relativeL2)
      }
      // A query scaled by two: under any rotation, right or wrong, each rounding scales with it, and
      // the score doubles to the bit.
      let wrong = [
        RoPEMutants.pairingSwapped, RoPEMutants.sineNegated, RoPEMutants.exponentHalved, RoPEMutants.interleavedTable,
        RoPERotationMutants.overwritten,
      ].map(\.kernel)
      let doubled: @Sendable ([Float]) -> [Float] = { $0.map { $0 * 2 } }
      let halfDoubled: @Sendable ([Float]) -> [Float] = { $0.prefix(32).map { $0 * 2 } + $0.dropFirst(32) }
      try run.judge(
        doubled, mutants: [Mutant("half_doubled", "the first half of the query alone is doubled", halfDoubled)]
      ) { scale, probe in
        let kernels = wrong + [RoPEMutants.positionOffByOne.kernel]
        let scores = try kernels.map { try Self.score(scale(query), key, $0) }
        probe.output("scores, wrong rotations", scores)
        try probe.compare(
          "blind", scores, to: try kernels.map { try Self.score(query, key, $0) * 2 }, .bitsDiffering)
      }
      // At position 0 five of them keep the query.
      let shifted = wrong.map { kernel -> RoPEKernel in { try kernel($0, $1 + 1, $2) } }
      try run.judge(
        wrong, mutants: [Mutant("query_at_one", "the query stands at position 1", shifted)]
      ) { (kernels: [RoPEKernel], probe) in
        let turned = try kernels.flatMap { try $0(query, 0, Self.shape) }
        probe.output("turned, wrong rotations", turned)
        try probe.compare("blind_identity", turned, to: kernels.flatMap { _ in query }, .bitsDiffering)
      }
    }
  }

  /// (f(i) - 32) * slope + f(i mod modulus) * step, of 64 values.
  private static func published(_ slope: Float, modulus: Int, _ step: Float) -> [Float] {
    (0..<64).map { (Float($0) - 32) * slope + Float($0 % modulus) * step }
  }

  /// The score of the query at position 0 with the key at position 1, in binary32 in ascending order.
  private static func score(_ query: [Float], _ key: [Float], _ kernel: RoPEKernel) throws -> Float {
    let products = zip(try kernel(query, 0, shape), try kernel(key, 1, shape)).map { $0 * $1 }
    return products.reduce(0, +) * (1 / Float(64).squareRoot())
  }
}

/// A rotation, and what is done to the query whose score is compared.
private struct RoPEAmplification {
  let rope: RoPEKernel
  let perturb: @Sendable ([Float]) -> [Float]

  /// A wrong rotation in the place of a right one.
  static func of(_ mutant: Mutant<RoPEKernel>, _ trial: RoPEAmplification) -> Mutant<RoPEAmplification> {
    Mutant(mutant.name, mutant.fault, RoPEAmplification(rope: mutant.kernel, perturb: trial.perturb))
  }
}
