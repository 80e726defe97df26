import FalsifierKit
import Kernels
import XCTest

/// The published falsifier of contracts/rope-v1.yaml, and what it cannot see.
final class FalsifyRoPEPublished: FalsifierCase {
  private static let shape = RoPEShape(heads: 1, headDim: 64, base: 10_000, pairing: .neox)

  func testFalsifyFFNGGUF012() throws {
    try falsify("FALSIFY-FFN-GGUF-012", in: "rope-v1") { run in
      let query = Self.published(0.05, modulus: 5, 0.02)
      let key = Self.published(0.04, modulus: 7, 0.015)
      run.input("q", query, generator: "published recipe of aprender's test 012")
      run.input("k", key, generator: "published recipe of aprender's test 012")
      // Recorded with tables in binary32, as the published code has them.
      let published: RoPEKernel = { try RoPERotations.rotated($0, $1, $2, .binary32) }
      try run.judge(
        published, mutants: [RoPEMutants.positionOffByOne, RoPERotationMutants.sineCosineSwapped]
      ) { (kernel: RoPEKernel, probe) in
        let turned = try kernel(query, 0, Self.shape)
        probe.output("turned", turned)
        try probe.compare("identity", turned, to: query, .bitsDiffering)
        let scaled = query.map { $0 * (1 + 0.00077) }
        let (before, after) = (try Self.score(query, key, kernel), try Self.score(scaled, key, kernel))
        probe.output("scores", [before, after])
        try probe.ratio(
          "amplification", of: Drift(of: [after], from: [before]), to: Drift(of: scaled, from: query), .relativeL2)
      }
      // A query scaled by two: under any rotation, right or wrong, each rounding scales with it, and
      // the score doubles to the bit.
      try run.measure { probe in
        let wrong = [
          RoPEMutants.pairingSwapped, RoPEMutants.sineNegated, RoPEMutants.exponentHalved,
          RoPEMutants.positionOffByOne, RoPEMutants.interleavedTable, RoPERotationMutants.overwritten,
        ].map(\.kernel)
        let doubled = try wrong.map { try Self.score(query.map { $0 * 2 }, key, $0) }
        let scores = try wrong.map { try Self.score(query, key, $0) }
        try probe.compare("blind", doubled, to: scores.map { $0 * 2 }, .bitsDiffering)
      }
      try run.measure { probe in
        let wrong = [
          RoPEMutants.pairingSwapped, RoPEMutants.sineNegated, RoPEMutants.exponentHalved,
          RoPEMutants.interleavedTable, RoPERotationMutants.overwritten,
        ]
        let turned = try wrong.flatMap { try $0.kernel(query, 0, Self.shape) }
        try probe.compare("blind_identity", turned, to: wrong.flatMap { _ in query }, .bitsDiffering)
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
