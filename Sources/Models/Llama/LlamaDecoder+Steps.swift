import Kernels

extension LlamaDecoder {
  /// The values of a token, of each: a row of the embedding, scaled where the family does so.
  func embed(_ tokens: [Int], _ b: StageBuffers) throws {
    let width = model.configuration.hiddenSize
    for (index, token) in tokens.enumerated() {
      try model.embedding.read(
        rows: token..<token + 1,
        into: UnsafeMutableBufferPointer(rebasing: b[.embedding][index * width..<(index + 1) * width]))
    }
    if let scale = model.configuration.embeddingScale { Elementwise.scale(b[.embedding], by: scale) }
  }

  /// Puts keys and values of the buffers' positions into a layer's cache.
  func remember(_ layer: Int, _ b: StageBuffers) throws {
    let c = model.configuration
    let (width, offset) = (b.width(.qkvMatmul), c.queryWidth + c.kvWidth)
    var values: [Float] = []
    values.reserveCapacity(b.positions * c.kvWidth)
    for position in 0..<b.positions {
      let start = position * width + offset
      values.append(contentsOf: b[c.qkvStage][start..<start + c.kvWidth])
    }
    var keys = Array(b[.kPostRope])
    changes.cached?(layer, caches[layer], &keys, &values)
    try caches[layer].append(key: keys, value: values)
  }

  /// Computes one stage of a layer from the buffers of those before it; of the whole model, from the last layer's.
  func run(_ stage: Stage, layer: Int, _ b: StageBuffers) throws {
    let (c, weights) = (model.configuration, model.layers[layer])
    switch stage {
    case .attnNorm: try normalize(input(of: layer, b), weights.attnNorm, into: b[.attnNorm])
    case .qkvMatmul: try projectQKV(weights, b)
    case .qkvBias: Elementwise.add(b.values(.qkvMatmul), rows: weights.qkvBias, into: b[.qkvBias])
    case .qNorm:
      copyHeads(b, from: 0, heads: c.heads, into: b[.qNorm])
      try normalize(b.values(.qNorm), weights.queryNorm, into: b[.qNorm])
    case .kNorm:
      copyHeads(b, from: c.queryWidth, heads: c.kvHeads, into: b[.kNorm])
      try normalize(b.values(.kNorm), weights.keyNorm, into: b[.kNorm])
    case .qPostRope: try rotate(b, .qNorm, from: 0, heads: c.heads, into: b[.qPostRope], layer)
    case .kPostRope: try rotate(b, .kNorm, from: c.queryWidth, heads: c.kvHeads, into: b[.kPostRope], layer)
    case .attention:
      try WindowedAttention.apply(
        queries: b.values(.qPostRope), positions: b.positions, cache: caches[layer], heads: c.heads,
        window: c.window(ofLayer: layer), scale: c.attentionScale, into: b[.attention], workspace: workspace,
        threads: product.threads, implementation: product.implementation)
    case .attnOut: try multiply(weights.output, b.values(.attention), weights.outputBias, into: b[.attnOut])
    case .postAttnNorm: try normalize(b.values(.attnOut), weights.postAttnNorm, into: b[.postAttnNorm])
    case .postAttnResidual:
      let result = c.family.hasPostNorms ? Stage.postAttnNorm : .attnOut
      Elementwise.add(input(of: layer, b), b.values(result), into: b[.postAttnResidual])
    case .ffnNorm: try normalize(b.values(.postAttnResidual), weights.ffnNorm, into: b[.ffnNorm])
    case .ffnGate: try multiply(weights.gate, b.values(.ffnNorm), weights.gateBias, into: b[.ffnGate])
    case .ffnUp: try multiply(weights.up, b.values(.ffnNorm), weights.upBias, into: b[.ffnUp])
    case .ffnSwigl:
      try Activation.swiglu(
        gate: b.values(gateStage), up: b.values(upStage), into: b[.ffnSwigl], implementation: product.implementation)
    case .ffnGeglu:
      try GELU.geglu(
        gate: b.values(gateStage), up: b.values(upStage), into: b[.ffnGeglu], implementation: product.implementation)
    case .ffnOut: try multiply(weights.down, b.values(c.gatedStage), weights.downBias, into: b[.ffnOut])
    case .postFfnNorm: try normalize(b.values(.ffnOut), weights.postFfnNorm, into: b[.postFfnNorm])
    case .postFfnResidual:
      let result = c.family.hasPostNorms ? Stage.postFfnNorm : .ffnOut
      Elementwise.add(b.values(.postAttnResidual), b.values(result), into: b[.postFfnResidual])
    case .finalNorm: try normalize(b.values(.postFfnResidual), model.finalNorm, into: b[.finalNorm])
    case .lmHead:
      let last = b.values(.finalNorm)[((b.positions - 1) * c.hiddenSize)...]
      let logits = UnsafeMutableBufferPointer(rebasing: b[.lmHead][..<c.vocabularySize])
      guard !changes.transposesHead else {
        return try TransposedProduct.multiply(model.head, by: UnsafeBufferPointer(rebasing: last), into: logits)
      }
      try multiply(model.head, UnsafeBufferPointer(rebasing: last), [], into: logits)
    case .embedding, .attnScores, .attnSoftmax, .ffnSilu, .ffnGelu:
      preconditionFailure("\(stage.rawValue) is no step of a layer")
    }
  }

  /// The values of a stage that is inside of a kernel in the pass.
  func inner(_ stage: Stage, layer: Int, _ b: StageBuffers) throws -> StageValues {
    let (c, cache) = (model.configuration, caches[layer])
    if stage == .ffnSilu || stage == .ffnGelu {
      let gate = Array(b[gateStage])
      return StageValues(
        shape: [b.positions, c.feedForwardSize],
        values: stage == .ffnSilu
          ? try Activation.silu(gate, implementation: product.implementation)
          : try GELU.tanhForm(gate, implementation: product.implementation))
    }
    let scores = try AttentionScores.scores(
      queries: b.values(.qPostRope), positions: b.positions, cache: cache, heads: c.heads, scale: c.attentionScale,
      window: c.window(ofLayer: layer), implementation: product.implementation)
    let shape = [b.positions, c.heads, cache.count]
    guard stage == .attnSoftmax else { return StageValues(shape: shape, values: scores) }
    return StageValues(
      shape: shape,
      values: try AttentionScores.softmax(scores, total: cache.count, implementation: product.implementation))
  }

  /// What goes through the activation, and what it is multiplied by.
  private var gateStage: Stage { changes.swapsGate ? .ffnUp : .ffnGate }
  private var upStage: Stage { changes.swapsGate ? .ffnGate : .ffnUp }

  /// What goes into a layer: the embedding, or what the layer before it left.
  private func input(of layer: Int, _ b: StageBuffers) -> UnsafeBufferPointer<Float> {
    b.values(layer == 0 ? .embedding : .postFfnResidual)
  }

  private func normalize(
    _ x: UnsafeBufferPointer<Float>, _ weight: [Float], into y: UnsafeMutableBufferPointer<Float>
  ) throws {
    try weight.withUnsafeBufferPointer {
      try RMSNorm.apply(
        x, weight: $0, epsilon: model.configuration.epsilon, into: y, implementation: product.implementation)
    }
  }

  /// A product and its bias where it has one; both make up one stage.
  private func multiply(
    _ matrix: Tensor, _ x: UnsafeBufferPointer<Float>, _ bias: [Float], into y: UnsafeMutableBufferPointer<Float>
  ) throws {
    try product.multiply([.init(matrix: matrix, results: y)], by: x, count: x.count / matrix.columns)
    if !bias.isEmpty { Elementwise.add(UnsafeBufferPointer(y), rows: bias, into: y) }
  }

  /// Query, key and value of a position stand side by side.
  private func projectQKV(_ weights: LlamaModel.Layer, _ b: StageBuffers) throws {
    let matrices = [weights.query, weights.key, weights.value]
    let parts = matrices.map { AlignedBuffer<Float>(repeating: 0, count: b.positions * $0.rows) }
    try product.multiply(
      zip(matrices, parts).map { .init(matrix: $0, results: $1.span) }, by: b.values(.attnNorm), count: b.positions)
    let (target, width) = (b[.qkvMatmul], b.width(.qkvMatmul))
    var offset = 0
    for (matrix, part) in zip(matrices, parts) {
      for position in 0..<b.positions {
        let row = part.span[position * matrix.rows..<(position + 1) * matrix.rows]
        _ = UnsafeMutableBufferPointer(rebasing: target[(position * width + offset)...]).update(fromContentsOf: row)
      }
      offset += matrix.rows
    }
    // Pointers into the parts do not keep them alive.
    withExtendedLifetime(parts) {}
  }

  /// Copies the heads that start at an offset of each position.
  private func copyHeads(
    _ b: StageBuffers, from offset: Int, heads: Int, into y: UnsafeMutableBufferPointer<Float>
  ) {
    let (source, width) = (b[model.configuration.qkvStage], b.width(.qkvMatmul))
    let size = heads * model.configuration.headDim
    for position in 0..<b.positions {
      let row = source[position * width + offset..<position * width + offset + size]
      _ = UnsafeMutableBufferPointer(rebasing: y[(position * size)...]).update(fromContentsOf: row)
    }
  }

  /// Copies normalized heads, or those that start at an offset of each position, and turns them.
  private func rotate(
    _ b: StageBuffers, _ normalized: Stage, from offset: Int, heads: Int, into y: UnsafeMutableBufferPointer<Float>,
    _ layer: Int
  ) throws {
    let c = model.configuration
    if c.family.hasQueryKeyNorm {
      _ = y.update(fromContentsOf: b[normalized])
    } else {
      copyHeads(b, from: offset, heads: heads, into: y)
    }
    // The layer's own cache tells the position: those before it may be one pass ahead.
    try RoPE.apply(
      to: y, heads: heads, firstPosition: caches[layer].count,
      table: c.window(ofLayer: layer) == nil ? tables.global : tables.local, pairing: changes.pairing ?? c.pairing,
      implementation: product.implementation)
  }
}
