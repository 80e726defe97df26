import Kernels

extension LlamaDecoder {
  /// The values of a token, of each: a row of the embedding.
  func embed(_ tokens: [Int], _ b: StageBuffers) throws {
    let width = model.configuration.hiddenSize
    for (index, token) in tokens.enumerated() {
      try model.embedding.read(
        rows: token..<token + 1,
        into: UnsafeMutableBufferPointer(rebasing: b[.embedding][index * width..<(index + 1) * width]))
    }
  }

  /// Puts keys and values of the buffers' positions into a layer's cache.
  func remember(_ layer: Int, _ b: StageBuffers) throws {
    let c = model.configuration
    let (width, offset) = (b.width(.qkvBias), c.queryWidth + c.kvWidth)
    var values: [Float] = []
    values.reserveCapacity(b.positions * c.kvWidth)
    for position in 0..<b.positions {
      let start = position * width + offset
      values.append(contentsOf: b[.qkvBias][start..<start + c.kvWidth])
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
    case .qPostRope: try rotate(b, from: 0, heads: c.heads, into: b[.qPostRope], layer)
    case .kPostRope: try rotate(b, from: c.queryWidth, heads: c.kvHeads, into: b[.kPostRope], layer)
    case .attention:
      try Attention.prefill(
        queries: b.values(.qPostRope), positions: b.positions, cache: caches[layer], queryHeads: c.heads,
        into: b[.attention], workspace: workspace, threads: product.threads, implementation: product.implementation)
    case .attnOut: try multiply(weights.output, b.values(.attention), into: b[.attnOut])
    case .postAttnResidual: Elementwise.add(input(of: layer, b), b.values(.attnOut), into: b[.postAttnResidual])
    case .ffnNorm: try normalize(b.values(.postAttnResidual), weights.ffnNorm, into: b[.ffnNorm])
    case .ffnGate: try multiply(weights.gate, b.values(.ffnNorm), into: b[.ffnGate])
    case .ffnUp: try multiply(weights.up, b.values(.ffnNorm), into: b[.ffnUp])
    case .ffnSwigl:
      let (gate, up) = changes.swapsGate ? (Stage.ffnUp, Stage.ffnGate) : (.ffnGate, .ffnUp)
      try Activation.swiglu(
        gate: b.values(gate), up: b.values(up), into: b[.ffnSwigl], implementation: product.implementation)
    case .ffnOut: try multiply(weights.down, b.values(.ffnSwigl), into: b[.ffnOut])
    case .postFfnResidual:
      Elementwise.add(b.values(.postAttnResidual), b.values(.ffnOut), into: b[.postFfnResidual])
    case .finalNorm: try normalize(b.values(.postFfnResidual), model.finalNorm, into: b[.finalNorm])
    case .lmHead:
      let last = b.values(.finalNorm)[((b.positions - 1) * c.hiddenSize)...]
      let logits = UnsafeMutableBufferPointer(rebasing: b[.lmHead][..<c.vocabularySize])
      guard !changes.transposesHead else {
        return try TransposedProduct.multiply(model.head, by: UnsafeBufferPointer(rebasing: last), into: logits)
      }
      try multiply(model.head, UnsafeBufferPointer(rebasing: last), into: logits, count: 1)
    case .embedding, .attnScores, .attnSoftmax, .ffnSilu, .ffnGelu:
      preconditionFailure("\(stage.rawValue) is no step of a layer")
    }
  }

  /// The values of a stage that is inside of a kernel in the pass.
  func inner(_ stage: Stage, layer: Int, _ b: StageBuffers) throws -> StageValues {
    let (c, cache) = (model.configuration, caches[layer])
    if stage == .ffnSilu {
      let silu = try Activation.silu(
        Array(b[changes.swapsGate ? .ffnUp : .ffnGate]), implementation: product.implementation)
      return StageValues(shape: [b.positions, c.feedForwardSize], values: silu)
    }
    let scores = try AttentionScores.scores(
      queries: b.values(.qPostRope), positions: b.positions, cache: cache, heads: c.heads, scale: nil, window: nil,
      implementation: product.implementation)
    let shape = [b.positions, c.heads, cache.count]
    guard stage == .attnSoftmax else { return StageValues(shape: shape, values: scores) }
    return StageValues(
      shape: shape,
      values: try AttentionScores.softmax(scores, total: cache.count, implementation: product.implementation))
  }

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

  private func multiply(
    _ matrix: Tensor, _ x: UnsafeBufferPointer<Float>, into y: UnsafeMutableBufferPointer<Float>, count: Int? = nil
  ) throws {
    try product.multiply(
      [.init(matrix: matrix, results: y)], by: x, count: count ?? x.count / matrix.columns)
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

  /// Copies the heads that start at an offset of each position, and turns them.
  private func rotate(
    _ b: StageBuffers, from offset: Int, heads: Int, into y: UnsafeMutableBufferPointer<Float>, _ layer: Int
  ) throws {
    let (source, width, size) = (b[.qkvBias], b.width(.qkvBias), heads * table.headDim)
    for position in 0..<b.positions {
      let row = source[position * width + offset..<position * width + offset + size]
      _ = UnsafeMutableBufferPointer(rebasing: y[(position * size)...]).update(fromContentsOf: row)
    }
    // The layer's own cache tells the position: those before it may be one pass ahead.
    try RoPE.apply(
      to: y, heads: heads, firstPosition: caches[layer].count, table: table, pairing: changes.pairing,
      implementation: product.implementation)
  }
}
