import FalsifierKit
import Kernels
import Metrics
import Models
import Traces

/// A decoder of the production path whose stages are run one by one with the reference's inputs.
typealias ParityKernel = @Sendable (Int) throws -> Qwen2Decoder

enum ParityKernels {
  static let real: ParityKernel = { try TinyModel.decoder(.production, capacity: $0) }

  /// The production path with a planted fault.
  static func mutant(_ fault: PlantedFault, _ words: String) -> Mutant<ParityKernel> {
    Mutant(fault.rawValue.replacing("-", with: "_"), words) {
      try TinyModel.decoder(.production, capacity: $0, fault: fault)
    }
  }
}

/// What a right production path gives for each stage of a pass, when it gets the reference's inputs.
struct ParityCase {
  let tokens: [Int]
  let reference: StageMemory
  /// Points with a matrix of Q4_K, and those without.
  let products, others: [StagePoint]
  /// Of all products, in order: exact values and bounds of the fused product with quantised activations.
  let expected, bound: [Double]

  init(_ tokens: [Int]) throws {
    let decoder = try TinyModel.decoder(.reference, capacity: tokens.count)
    let memory = StageMemory()
    _ = try decoder.forward(tokens, sink: memory)
    (self.tokens, reference) = (tokens, memory)
    products = memory.points.filter { !decoder.matrices(of: $0).isEmpty }
    others = memory.points.filter { decoder.matrices(of: $0).isEmpty }
    let oracles = try products.flatMap { point -> [FusedOracle] in
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
    (expected, bound) = (oracles.map(\.value), oracles.map(\.bound))
  }

  /// What a decoder makes of the reference's inputs at some points, one after the other.
  func injected(_ decoder: Qwen2Decoder, at points: [StagePoint]) throws -> [Float] {
    try points.flatMap { point in try decoder.output(of: point, tokens: tokens) { reference[$0]! }.values }
  }
}

/// Logits of both paths over several prompts.
struct LogitPair {
  let reference, other: [Float]

  /// Kullback-Leibler divergence of the softmax of `other` from that of `reference`, in nats.
  var divergence: Double {
    let (p, q) = (Self.logSoftmax(reference), Self.logSoftmax(other))
    return zip(p, q).reduce(0) { $0 + WideExponential.value($1.0) * ($1.0 - $1.1) }
  }

  /// How far the largest logit of the reference is above the second.
  static func margin(_ logits: [Float]) -> Float {
    let sorted = logits.sorted(by: >)
    return sorted[0] - sorted[1]
  }

  private static func logSoftmax(_ logits: [Float]) -> [Double] {
    let wide = logits.map(Double.init)
    let maximum = wide.max()!
    let sum = wide.reduce(0) { $0 + WideExponential.value($1 - maximum) }
    let logarithm = Self.logarithm(sum)
    return wide.map { $0 - maximum - logarithm }
  }

  /// ln by Newton's steps on the exponential, for 1 to the number of logits; no libm.
  private static func logarithm(_ value: Double) -> Double {
    var result = Double(value.exponent) * 0.6931471805599453
    for _ in 0..<8 { result += value * WideExponential.value(-result) - 1 }
    return result
  }
}
