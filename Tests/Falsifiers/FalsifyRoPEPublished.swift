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
        let drift = try Self.drifts(query, key, factor: 1 + 0.00077, kernel)
        probe.output("drift", [drift.input, drift.output])
        try probe.compare("amplification", [drift.output], to: [drift.input], .normRatio)
      }
      // A query scaled by two: under any rotation, right or wrong, each rounding scales with it.
      try run.measure { probe in
        let wrong = [
          RoPEMutants.pairingSwapped, RoPEMutants.sineNegated, RoPEMutants.exponentHalved,
          RoPEMutants.positionOffByOne, RoPEMutants.interleavedTable, RoPERotationMutants.overwritten,
        ].map(\.kernel)
        let drifts = try wrong.map { try Self.drifts(query, key, factor: 2, $0) }
        try probe.compare("blind", drifts.map(\.output), to: drifts.map(\.input), .bitsDiffering)
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

  /// The relative change of the query when it is scaled, and that of its score with the key, in
  /// binary32 in the published order.
  private static func drifts(
    _ query: [Float], _ key: [Float], factor: Float, _ kernel: RoPEKernel
  ) throws -> (input: Float, output: Float) {
    let scaled = query.map { $0 * factor }
    let turnedKey = try kernel(key, 1, shape)
    let scale = 1 / Float(64).squareRoot()
    func score(_ q: [Float]) throws -> Float {
      sequentialSum(zip(try kernel(q, 0, shape), turnedKey).map { $0 * $1 }) * scale
    }
    let (before, after) = (try score(query), try score(scaled))
    let change = sequentialSum(zip(query, scaled).map { ($0 - $1) * ($0 - $1) }).squareRoot()
    let norm = sequentialSum(query.map { $0 * $0 }).squareRoot()
    return (change / norm, abs(after - before) / abs(before))
  }

  private static func sequentialSum(_ terms: [Float]) -> Float { terms.reduce(0, +) }
}
