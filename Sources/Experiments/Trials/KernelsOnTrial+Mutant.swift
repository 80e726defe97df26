import Kernels
import Measuring

extension KernelsOnTrial {
  /// Our kernels, one of them a mutant: what a library with that fault would export.
  ///
  /// - Parameters:
  ///   - experiment: the one that tries the mutant.
  ///   - find: gives the mutant's kernel, and hands over a recorder first.
  /// - Returns: nil where no function of a library can have the fault, as where it is one of a path or of a fixture.
  package static func with(
    mutantOf experiment: Experiment, _ find: ((Recorder) throws -> Void) throws -> Any?
  ) rethrows -> KernelsOnTrial? {
    var readings: [ProductReading] = []
    let found = try find { run in
      guard let books = try? BookReading.load(run) else { return }
      readings = ProductReading.superBlocks(books) + ProductReading.smallBlocks(books)
    }
    guard let found else { return nil }
    var kernels = own
    return kernels.put(found, in: experiment, readings) ? kernels : nil
  }

  /// Puts a kernel in its place; false where it has none.
  private mutating func put(_ kernel: Any, in experiment: Experiment, _ readings: [ProductReading]) -> Bool {
    putVectors(kernel, experiment) || putRows(kernel) || putBlocks(kernel, experiment) || putProducts(kernel, readings)
      || putAttention(kernel)
  }

  private mutating func putVectors(_ kernel: Any, _ experiment: Experiment) -> Bool {
    switch kernel {
    case let kernel as @Sendable ([Float], [Float]) throws -> Float:
      dot = kernel
    case let kernel as @Sendable ([Float], [Float]) throws -> [Float]:
      if experiment.contract == "gelu-v1" { geglu = { try kernel($0, $1) } } else { swiglu = { try kernel($0, $1) } }
    case let kernel as @Sendable ([Float]) throws -> [Float]:
      let elementwise: Elementwise = { try kernel($0) }
      switch (experiment.contract, experiment.falsifier) {
      case ("softmax-v1", "FALSIFY-SOFTMAX-007"): exp = elementwise
      case ("softmax-v1", _): softmax = elementwise
      case ("swiglu-v1", _): silu = elementwise
      case ("gelu-v1", _): gelu = elementwise
      default: return false
      }
    default: return false
    }
    return true
  }

  private mutating func putRows(_ kernel: Any) -> Bool {
    switch kernel {
    case let kernel as @Sendable (MatVecCase) throws -> [Float]:
      matVec = { weights, rows, columns, x, _ in
        try kernel(MatVecCase(weights: weights, rows: rows, columns: columns, x: x))
      }
    case let kernel as @Sendable (MatVecCase, Int) throws -> [Float]:
      matVec = { weights, rows, columns, x, threads in
        try kernel(MatVecCase(weights: weights, rows: rows, columns: columns, x: x), threads)
      }
    case let kernel as @Sendable (RMSNormCase) throws -> [Float]:
      rmsNorm = { try kernel(RMSNormCase(x: $0, weight: $1, epsilon: $2)) }
    case let kernel as @Sendable (LayerNormCase) throws -> [Float]:
      layerNorm = { x, weight, bias, _ in try kernel(LayerNormCase(x: x, weight: weight, bias: bias)) }
    case let kernel as @Sendable ([Float], Int, RoPEShape) throws -> [Float]:
      rope = { x, heads, headDim, first, base, pairing in
        try kernel(x, first, RoPEShape(heads: heads, headDim: headDim, base: base, pairing: pairing))
      }
    default: return false
    }
    return true
  }

  /// The types of blocks of the falsifiers that try one each.
  private static let types: [String: BlockFormat] = [
    "FALSIFY-KQUANT-001": .q2K, "FALSIFY-KQUANT-002": .q3K, "FALSIFY-KQUANT-003": .q5K, "FALSIFY-KQUANT-004": .q6K,
    "FALSIFY-LEGACY-001": .q4_0, "FALSIFY-LEGACY-002": .q4_1, "FALSIFY-LEGACY-003": .q5_0, "FALSIFY-LEGACY-004": .q5_1,
    "FALSIFY-LEGACY-005": .q8_0,
  ]

  private mutating func putBlocks(_ kernel: Any, _ experiment: Experiment) -> Bool {
    switch kernel {
    case let kernel as @Sendable ([UInt8]) throws -> [Float]:
      let only = Self.types[experiment.falsifier] ?? .q4K
      dequantize = { try $0 == only ? kernel($1) : $0.dequantize($1) }
    case let kernel as @Sendable (BlockCase) throws -> [Float]:
      dequantize = { try kernel(BlockCase(format: $0, bytes: $1)) }
    case let kernel as @Sendable ([Float]) throws -> QuantizedValues:
      let quantizer: Quantizer = { x in
        let row = try kernel(x)
        return (row.scales, row.values, row.sums)
      }
      switch experiment.falsifier {
      case "FALSIFY-Q8K-001": quantizeQ8KPublished = quantizer
      case "FALSIFY-Q8K-002", "FALSIFY-Q8K-005": quantizeQ8K = quantizer
      case let id where id.hasPrefix("FALSIFY-Q80-"): quantizeQ8_0 = quantizer
      // Both recipes are tried, and a name does not say of which a mutant is.
      default: return false
      }
    default: return false
    }
    return true
  }

  private mutating func putProducts(_ kernel: Any, _ readings: [ProductReading]) -> Bool {
    let all = readings + [ProductReading.q4K]
    @Sendable func reading(_ type: BlockFormat) -> ProductReading { all.last { $0.format == type }! }
    switch kernel {
    case let kernel as @Sendable ([UInt8], Q8K.Row) throws -> Float:
      productQ8K = { [try kernel($0.weights, try Q8K.Row(scales: $0.scales, values: $0.values))] }
    case let kernel as @Sendable ([UInt8], Int, Int, Q8K.Row, Int) throws -> [Float]:
      productQ8K = {
        try kernel($0.weights, $0.rows, $0.columns, try Q8K.Row(scales: $0.scales, values: $0.values), $0.threads)
      }
    case let kernel as @Sendable (MatMatCases<Q8K.Row>.Matrix, Int) throws -> [Float]:
      productQ8K = { p in
        let row = try Q8K.Row(scales: p.scales, values: p.values)
        return try kernel(
          .init(
            reading: reading(p.type), rows: p.rows, columns: p.columns, count: p.count, weights: p.weights,
            activations: row), p.threads)
      }
    case let kernel as @Sendable (MatMatCases<Q8_0.Row>.Matrix, Int) throws -> [Float]:
      productQ8_0 = { p in
        let row = try Q8_0.Row(scales: p.scales, values: p.values)
        return try kernel(
          .init(
            reading: reading(p.type), rows: p.rows, columns: p.columns, count: p.count, weights: p.weights,
            activations: row), p.threads)
      }
    case let kernel as @Sendable (FusedCases<Q8K.Row>.Pair) throws -> Float:
      productQ8K = { p in
        let row = try Q8K.Row(scales: p.scales, values: p.values)
        return [try kernel(.init(reading: reading(p.type), weights: p.weights, activation: row))]
      }
    case let kernel as @Sendable (FusedCases<Q8_0.Row>.Pair) throws -> Float:
      productQ8_0 = { p in
        let row = try Q8_0.Row(scales: p.scales, values: p.values)
        return [try kernel(.init(reading: reading(p.type), weights: p.weights, activation: row))]
      }
    default: return false
    }
    return true
  }

  private mutating func putAttention(_ kernel: Any) -> Bool {
    @Sendable func attention(_ a: Attention) -> AttentionCase {
      AttentionCase(
        queryHeads: a.queryHeads, kvHeads: a.kvHeads, headDim: a.headDim, query: a.queries, keys: a.keys,
        values: a.values)
    }
    switch kernel {
    case let kernel as @Sendable (AttentionCase) throws -> [Float]:
      decode = { try kernel(attention($0)) }
    case let kernel as @Sendable (AttentionCase, Int) throws -> [Float]:
      decode = { try kernel(attention($0), $0.threads) }
    default: return false
    }
    return true
  }
}
