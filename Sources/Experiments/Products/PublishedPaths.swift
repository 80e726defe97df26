import Kernels

/// The two ways of the published experiments to multiply a Q4_K row by an activation, and the third
/// that tells their causes apart.
struct PublishedPaths: Sendable {
  typealias Activation = [Float]
  typealias Block = [UInt8]
  typealias Path = @Sendable (Block, Activation) throws -> Float

  /// Path A: dequantize the weights, then the dot product in ascending order; the activation is not quantized.
  var pathA: Path
  /// Path B: quantize the activation by the published recipe, then the fused product in the published order.
  var pathB: Path
  /// The ablation: path A with the activation that path B sees, quantized and dequantized; no fusion.
  var ablation: Path
  /// What both paths do between two layers of a chain.
  var chainStep: ChainStep = .published

  static let real = PublishedPaths(
    pathA: { try Dot.sequential(try Q4K.dequantize($0), $1) },
    pathB: { try Q4KQ8K.dotPublishedOrder($0, try Q8K.quantizePublished($1)) },
    ablation: { try Dot.sequential(try Q4K.dequantize($0), try Q8K.quantizePublished($1).dequantized()) })

  /// A step of the chain of 009; the faults are mutants.
  enum ChainStep: Sendable {
    case published
    /// Results are handed on as they are.
    case notNormalized
    /// Path B is given path A's activation, so that no difference is carried on.
    case activationShared
    /// Every layer uses the weights of the first.
    case firstWeights
  }

  /// FALSIFY-FFN-GGUF-009's chain: five layers; per layer the activation of both paths after it.
  ///
  /// - Parameters:
  ///   - start: 256 activations, the same for both paths.
  ///   - layers: five weights of 256 super-blocks, one a row.
  func chain(from start: Activation, _ layers: [[Block]]) throws -> [(a: Activation, b: Activation)] {
    var (a, b) = (start, start)
    return try layers.indices.map { depth in
      let rows = layers[chainStep == .firstWeights ? 0 : depth]
      let inputB = chainStep == .activationShared ? a : b
      let (outputA, outputB) = (try rows.map { try pathA($0, a) }, try rows.map { try pathB($0, inputB) })
      (a, b) = (normalized(outputA), normalized(outputB))
      return (a, b)
    }
  }

  /// Divides by `max(sqrt((sequential sum of x^2) / 256), 1e-9)`.
  private func normalized(_ values: [Float]) -> [Float] {
    if chainStep == .notNormalized { return values }
    var sum: Float = 0
    for value in values { sum += value * value }
    let norm = max((sum / 256).squareRoot(), 1e-9)
    return values.map { $0 / norm }
  }

  /// The five weights of 009: row r of layer t is a super-block with S[i] = (7i+3+r+11t) mod 256 and
  /// Q[i] = (13i+17+3r+19t) mod 256.
  static let layers: [[Block]] = (0..<5).map { t in
    (0..<256).map { r in
      Recipes.fixBlock([0x00, 0x3c, 0x00, 0xb4], scaleOffset: r + 11 * t, nibbleOffset: 3 * r + 19 * t)
    }
  }
}
