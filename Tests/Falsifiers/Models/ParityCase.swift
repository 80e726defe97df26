import Experiments
import FalsifierKit
import Kernels
import Models
import Traces

/// What a right production path gives for each stage of a pass, when it gets the reference's inputs.
struct ParityCase {
  let tokens: [Int]
  let reference: StageMemory
  /// Points with a matrix of Q4_K, and those without.
  let products, others: [StagePoint]
  /// Of all products, in order: the fused product with quantized activations.
  let expected: [FusedOracle]

  init(_ tokens: [Int]) throws {
    let decoder = try TinyModel.decoder(.reference, capacity: tokens.count)
    let memory = StageMemory()
    _ = try decoder.forward(tokens, sink: memory)
    (self.tokens, reference) = (tokens, memory)
    products = memory.points.filter { !decoder.matrices(of: $0).isEmpty }
    others = memory.points.filter { decoder.matrices(of: $0).isEmpty }
    expected = try products.flatMap { point -> [FusedOracle] in
      let input = memory[decoder.inputs(of: point)[0]]!
      let rows = memory[point]!.shape[0]
      return try (input.shape[0] - rows..<input.shape[0]).flatMap { position -> [FusedOracle] in
        let x = Array(input.values[position * input.shape[1]..<(position + 1) * input.shape[1]])
        let row = try Q8K.quantizeGGML(x)
        return decoder.matrices(of: point).flatMap { matrix in
          (0..<matrix.rows).map { r in
            FusedOracle(Array(matrix.bytes[r * matrix.rowBytes..<(r + 1) * matrix.rowBytes]), row)
          }
        }
      }
    }
  }

  /// What a path makes of the reference's inputs at some points, one after the other.
  func injected(_ kernel: ParityKernel, at points: [StagePoint]) throws -> [Float] {
    let decoder = try kernel.decoder(capacity: tokens.count)
    return try points.flatMap { point in
      try kernel.output(decoder, of: point, tokens: tokens) { reference[$0]! }.values
    }
  }
}
