import Kernels

/// A GPT-Neo decoder: learned positions, LayerNorm, attention without a scale, tanh GELU.
///
/// Every second layer of the public models sees a window only. The reference path alone: weights are
/// multiplied as binary32.
///
/// Source: Black et al., "GPT-Neo", 2021, and the model's code in the transformers package.
public final class GPTNeoDecoder: Decoder {
  /// The configuration and the weights.
  public let model: GPTNeoModel
  /// The number of positions that fit.
  public let capacity: Int

  private let product: MatrixProduct
  private let caches: [KVCache]
  private let workspace: Attention.Workspace

  /// A decoder with an empty cache; see `LlamaDecoder.init`.
  ///
  /// - Throws: `DecoderError.tooLong` where the model has no position for all of the capacity.
  public init(
    _ model: GPTNeoModel, capacity: Int, threads: Int = 1, implementation: Implementation = .preferred
  ) throws {
    let c = model.configuration
    guard capacity <= c.maximumPositions else {
      throw DecoderError.tooLong(positions: capacity, capacity: c.maximumPositions)
    }
    (self.model, self.capacity) = (model, capacity)
    product = try MatrixProduct(path: .reference, threads: threads, implementation: implementation)
    caches = try c.isLocal.map { _ in try KVCache(capacity: capacity, kvHeads: c.heads, headDim: c.headDim) }
    workspace = try Attention.Workspace(queryHeads: c.heads, capacity: capacity)
  }

  /// The number of token ids.
  public var vocabularySize: Int { model.configuration.vocabularySize }
  /// The number of layers.
  public var layerCount: Int { model.layers.count }
  /// The number of positions in the cache.
  public var position: Int { caches.last?.count ?? 0 }
  /// The published stages that this model has, and `ffn_gelu`.
  public var stages: [Stage] {
    [
      .embedding, .attnNorm, .qkvMatmul, .attnScores, .attnSoftmax, .attention, .attnOut, .postAttnResidual, .ffnNorm,
      .ffnUp, .ffnGelu, .ffnOut, .postFfnResidual, .finalNorm, .lmHead,
    ]
  }

  /// Forgets all positions from one on.
  public func rewind(to position: Int) throws { for cache in caches { try cache.truncate(to: position) } }

  /// Runs tokens at the next positions; see `Decoder`.
  public func forward(_ tokens: [Int], sink: (any StageSink)?) throws -> [Float] {
    try check(tokens)
    let start = position
    do { return try pass(tokens, sink: sink) } catch {
      for cache in caches where cache.count > start { try cache.truncate(to: start) }
      throw error
    }
  }

  private func pass(_ tokens: [Int], sink: (any StageSink)?) throws -> [Float] {
    let c = model.configuration
    let b = StageBuffers(positions: tokens.count, width: c.width)
    func offer(_ stage: Stage, layer: Int? = nil) throws {
      let point = StagePoint(stage, layer: layer)
      guard let sink, sink.wants(point) else { return }
      let shape = [stage == .lmHead ? 1 : tokens.count, c.width(of: stage)]
      try sink.take(point, shape: shape, UnsafeBufferPointer(rebasing: b[stage][..<shape.reduce(1, *)]))
    }
    // Pointers into the buffers do not keep them alive.
    defer { withExtendedLifetime(b) {} }
    try embed(tokens, b)
    try offer(.embedding)
    for layer in 0..<layerCount {
      for stage in stages where !stage.isWholeModel {
        if stage == .attnScores || stage == .attnSoftmax {
          try offerScores(StagePoint(stage, layer: layer), b, sink)
        } else {
          try run(stage, layer: layer, b)
          try offer(stage, layer: layer)
        }
      }
    }
    for stage in [Stage.finalNorm, .lmHead] {
      try run(stage, layer: layerCount - 1, b)
      try offer(stage)
    }
    return Array(b[.lmHead])
  }

  private func embed(_ tokens: [Int], _ b: StageBuffers) throws {
    let width = model.configuration.hiddenSize
    var learned = [Float](repeating: 0, count: width)
    for (index, token) in tokens.enumerated() {
      let row = UnsafeMutableBufferPointer(rebasing: b[.embedding][index * width..<(index + 1) * width])
      try model.embedding.read(rows: token..<token + 1, into: row)
      let place = position + index
      try learned.withUnsafeMutableBufferPointer { try model.positions.read(rows: place..<place + 1, into: $0) }
      for i in row.indices { row[i] = Elementwise.canonical(row[i] + learned[i]) }
    }
  }

  private func run(_ stage: Stage, layer: Int, _ b: StageBuffers) throws {
    let (c, weights) = (model.configuration, model.layers[layer])
    let input = b.values(layer == 0 ? .embedding : .postFfnResidual)
    switch stage {
    case .attnNorm: try normalize(input, weights.attnNorm, into: b[.attnNorm])
    case .qkvMatmul: try projectQKV(weights, layer, b)
    case .attention: try attend(layer, b)
    case .attnOut: try multiply(weights.output, b.values(.attention), weights.outputBias, into: b[.attnOut])
    case .postAttnResidual: Elementwise.add(input, b.values(.attnOut), into: b[.postAttnResidual])
    case .ffnNorm: try normalize(b.values(.postAttnResidual), weights.ffnNorm, into: b[.ffnNorm])
    case .ffnUp: try multiply(weights.up, b.values(.ffnNorm), weights.upBias, into: b[.ffnUp])
    case .ffnGelu:
      try GELU.tanhForm(b.values(.ffnUp), into: b[.ffnGelu], implementation: product.implementation)
    case .ffnOut: try multiply(weights.down, b.values(.ffnGelu), weights.downBias, into: b[.ffnOut])
    case .postFfnResidual:
      Elementwise.add(b.values(.postAttnResidual), b.values(.ffnOut), into: b[.postFfnResidual])
    case .finalNorm: try normalize(b.values(.postFfnResidual), model.finalNorm, into: b[.finalNorm])
    case .lmHead:
      let last = UnsafeBufferPointer(rebasing: b.values(.finalNorm)[((b.positions - 1) * c.hiddenSize)...])
      try product.multiply([.init(matrix: model.head, results: b[.lmHead])], by: last, count: 1)
    default: preconditionFailure("\(stage.rawValue) is not a step of a layer")
    }
  }

  private func normalize(
    _ x: UnsafeBufferPointer<Float>, _ norm: GPTNeoModel.Norm, into y: UnsafeMutableBufferPointer<Float>
  ) throws {
    try norm.weight.withUnsafeBufferPointer { weight in
      try norm.bias.withUnsafeBufferPointer { bias in
        try LayerNorm.apply(
          x, weight: weight, bias: bias, epsilon: model.configuration.epsilon, into: y,
          implementation: product.implementation)
      }
    }
  }

  /// A product and its bias; both make up one stage.
  private func multiply(
    _ matrix: Tensor, _ x: UnsafeBufferPointer<Float>, _ bias: [Float], into y: UnsafeMutableBufferPointer<Float>
  ) throws {
    try product.multiply([.init(matrix: matrix, results: y)], by: x, count: x.count / matrix.columns)
    Elementwise.add(UnsafeBufferPointer(y), rows: bias, into: y)
  }

  /// Query, key and value of a position stand side by side; keys and values go into the cache.
  private func projectQKV(_ weights: GPTNeoModel.Layer, _ layer: Int, _ b: StageBuffers) throws {
    let (size, matrices) = (model.configuration.hiddenSize, [weights.query, weights.key, weights.value])
    let parts = matrices.map { _ in AlignedBuffer<Float>(repeating: 0, count: b.positions * size) }
    try product.multiply(
      zip(matrices, parts).map { .init(matrix: $0, results: $1.span) }, by: b.values(.attnNorm), count: b.positions)
    for (index, part) in parts.enumerated() {
      for position in 0..<b.positions {
        let target = UnsafeMutableBufferPointer(rebasing: b[.qkvMatmul][((3 * position + index) * size)...])
        _ = target.update(fromContentsOf: part.span[position * size..<(position + 1) * size])
      }
    }
    try withExtendedLifetime(parts) {
      try caches[layer].append(key: parts[1].readOnlySpan, value: parts[2].readOnlySpan)
    }
  }

  /// The queries, which stand first at each position, [positions][heads][headDim].
  private func queries(_ b: StageBuffers) -> [Float] {
    let size = model.configuration.hiddenSize
    return (0..<b.positions).flatMap { Array(b[.qkvMatmul][3 * $0 * size..<(3 * $0 + 1) * size]) }
  }

  /// Attention without a scale.
  private func attend(_ layer: Int, _ b: StageBuffers) throws {
    let (c, cache) = (model.configuration, caches[layer])
    try queries(b).withUnsafeBufferPointer {
      try WindowedAttention.apply(
        queries: $0, positions: b.positions, cache: cache, heads: c.heads, window: c.isLocal[layer] ? c.window : nil,
        scale: 1, into: b[.attention], workspace: workspace, threads: product.threads,
        implementation: product.implementation)
    }
  }

  private func offerScores(_ point: StagePoint, _ b: StageBuffers, _ sink: (any StageSink)?) throws {
    guard let sink, sink.wants(point) else { return }
    let (c, layer) = (model.configuration, point.layer!)
    let cache = caches[layer]
    var values = try queries(b).withUnsafeBufferPointer {
      try AttentionScores.scores(
        queries: $0, positions: b.positions, cache: cache, heads: c.heads, scale: 1,
        window: c.isLocal[layer] ? c.window : nil, threads: product.threads, implementation: product.implementation)
    }
    if point.stage == .attnSoftmax {
      values = try AttentionScores.softmax(
        values, total: cache.count, threads: product.threads, implementation: product.implementation)
    }
    try values.withUnsafeBufferPointer { try sink.take(point, shape: [b.positions, c.heads, cache.count], $0) }
  }
}
