import Kernels

extension LlamaDecoder {
  /// The values of a token, of each: a row of the embedding, scaled where the family does so.
  func embed(_ tokens: some Sequence<Int>, _ b: StageBuffers) throws {
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
    let values = UnsafeBufferPointer(rebasing: b.values(c.qkvStage)[offset...])
    guard let change = changes.cached else {
      return try caches[layer].append(key: b.values(.kPostRope), values: values, stride: width)
    }
    var own = (0..<b.positions).flatMap { values[$0 * width..<$0 * width + c.kvWidth] }
    var keys = Array(b[.kPostRope])
    change(layer, caches[layer], &keys, &own)
    try caches[layer].append(key: keys, value: own)
  }

  /// Computes one stage of a layer from the buffers of those before it; of the whole model, from the last layer's.
  ///
  /// Weights are read where they are: to copy all those of a layer for each stage was a twentieth of a small model's time.
  func run(_ stage: Stage, layer: Int, _ b: StageBuffers) throws {
    let (c, layers) = (model.configuration, model.layers)
    switch stage {
    case .attnNorm: try normalize(input(of: layer, b), layers[layer].attnNorm, into: b[.attnNorm])
    case .qkvMatmul: try projectQKV(layer, b)
    case .qkvBias: try add(b.values(.qkvMatmul), rows: layers[layer].qkvBias, into: b[.qkvBias])
    case .qNorm:
      copyHeads(b, 0..<b.positions, from: 0, into: b[.qNorm])
      try normalize(b.values(.qNorm), layers[layer].queryNorm, into: b[.qNorm])
    case .kNorm:
      copyHeads(b, 0..<b.positions, from: c.queryWidth, into: b[.kNorm])
      try normalize(b.values(.kNorm), layers[layer].keyNorm, into: b[.kNorm])
    case .qPostRope: try rotate(b, .qNorm, from: 0, heads: c.heads, into: b[.qPostRope], layer)
    case .kPostRope: try rotate(b, .kNorm, from: c.queryWidth, heads: c.kvHeads, into: b[.kPostRope], layer)
    case .attention:
      try WindowedAttention.apply(
        queries: b.values(.qPostRope), positions: b.positions, cache: caches[layer], heads: c.heads,
        window: c.window(ofLayer: layer), scale: c.attentionScale, into: b[.attention], workspace: workspace,
        threads: product.threads, implementation: product.implementation)
    case .attnOut: try multiply(layers[layer].output, b.values(.attention), layers[layer].outputBias, into: b[.attnOut])
    case .postAttnNorm: try normalize(b.values(.attnOut), layers[layer].postAttnNorm, into: b[.postAttnNorm])
    case .postAttnResidual:
      let result = c.family.hasPostNorms ? Stage.postAttnNorm : .attnOut
      try add(input(of: layer, b), b.values(result), into: b[.postAttnResidual], positions: b.positions)
    case .ffnNorm: try normalize(b.values(.postAttnResidual), layers[layer].ffnNorm, into: b[.ffnNorm])
    case .ffnGate: try multiply(layers[layer].gate, b.values(.ffnNorm), layers[layer].gateBias, into: b[.ffnGate])
    case .ffnUp: try multiply(layers[layer].up, b.values(.ffnNorm), layers[layer].upBias, into: b[.ffnUp])
    case .ffnSwigl:
      let (gate, up, y) = (b.values(gateStage), b.values(upStage), b[.ffnSwigl])
      try PositionRuns.forEach(of: b.positions, threads: product.threads) {
        let part = elements($0, y.count / b.positions)
        try Activation.swiglu(
          gate: UnsafeBufferPointer(rebasing: gate[part]), up: UnsafeBufferPointer(rebasing: up[part]),
          into: UnsafeMutableBufferPointer(rebasing: y[part]), implementation: product.implementation)
      }
    case .ffnGeglu:
      let (gate, up, y) = (b.values(gateStage), b.values(upStage), b[.ffnGeglu])
      try PositionRuns.forEach(of: b.positions, threads: product.threads) {
        let part = elements($0, y.count / b.positions)
        try GELU.geglu(
          gate: UnsafeBufferPointer(rebasing: gate[part]), up: UnsafeBufferPointer(rebasing: up[part]),
          into: UnsafeMutableBufferPointer(rebasing: y[part]), implementation: product.implementation)
      }
    case .ffnOut: try multiply(layers[layer].down, b.values(c.gatedStage), layers[layer].downBias, into: b[.ffnOut])
    case .postFfnNorm: try normalize(b.values(.ffnOut), layers[layer].postFfnNorm, into: b[.postFfnNorm])
    case .postFfnResidual:
      let result = c.family.hasPostNorms ? Stage.postFfnNorm : .ffnOut
      try add(b.values(.postAttnResidual), b.values(result), into: b[.postFfnResidual], positions: b.positions)
    case .finalNorm: try normalize(b.values(.postFfnResidual), model.finalNorm, into: b[.finalNorm])
    case .lmHead:
      let last = UnsafeBufferPointer(rebasing: b.values(.finalNorm).suffix(c.hiddenSize))
      guard !changes.transposesHead else {
        return try TransposedProduct.multiply(model.head, by: last, into: b[.lmHead])
      }
      try multiply(model.head, last, [], into: b[.lmHead])
    case .embedding, .attnScores, .attnSoftmax, .ffnSilu, .ffnGelu:
      preconditionFailure("\(stage.rawValue) is not a step of a layer")
    }
  }

  /// The values of a stage that is inside of a kernel in the pass.
  func inner(_ stage: Stage, layer: Int, _ b: StageBuffers) throws -> StageValues {
    let (c, cache) = (model.configuration, caches[layer])
    if stage == .ffnSilu || stage == .ffnGelu {
      let gate = b.values(gateStage)
      let values = try [Float](unsafeUninitializedCapacity: gate.count) { buffer, count in
        let result = UnsafeMutableBufferPointer(rebasing: buffer[..<gate.count])
        try PositionRuns.forEach(of: b.positions, threads: product.threads) {
          let part = elements($0, c.feedForwardSize)
          let (x, y) = (
            UnsafeBufferPointer(rebasing: gate[part]), UnsafeMutableBufferPointer(rebasing: result[part])
          )
          if stage == .ffnSilu {
            try Activation.silu(x, into: y, implementation: product.implementation)
          } else {
            try GELU.tanhForm(x, into: y, implementation: product.implementation)
          }
        }
        count = gate.count
      }
      return StageValues(shape: [b.positions, c.feedForwardSize], values: values)
    }
    let scores = try AttentionScores.scores(
      queries: b.values(.qPostRope), positions: b.positions, cache: cache, heads: c.heads, scale: c.attentionScale,
      window: c.window(ofLayer: layer), threads: product.threads, implementation: product.implementation)
    let shape = [b.positions, c.heads, cache.count]
    guard stage == .attnSoftmax else { return StageValues(shape: shape, values: scores) }
    return StageValues(
      shape: shape,
      values: try AttentionScores.softmax(
        scores, total: cache.count, threads: product.threads, implementation: product.implementation))
  }

  /// What goes through the activation, and what it is multiplied by.
  private var gateStage: Stage { changes.swapsGate ? .ffnUp : .ffnGate }
  private var upStage: Stage { changes.swapsGate ? .ffnGate : .ffnUp }

  /// What goes into a layer: the embedding, or what the layer before it left.
  private func input(of layer: Int, _ b: StageBuffers) -> UnsafeBufferPointer<Float> {
    b.values(layer == 0 ? .embedding : .postFfnResidual)
  }

  /// The elements of some rows of a width.
  private func elements(_ rows: Range<Int>, _ width: Int) -> Range<Int> {
    rows.lowerBound * width..<rows.upperBound * width
  }

  /// Rows as long as the weight, shared out as all loops over positions are.
  private func normalize(
    _ x: UnsafeBufferPointer<Float>, _ weight: [Float], into y: UnsafeMutableBufferPointer<Float>
  ) throws {
    try weight.withUnsafeBufferPointer { weight in
      try PositionRuns.forEach(of: x.count / weight.count, threads: product.threads) {
        let part = elements($0, weight.count)
        try RMSNorm.apply(
          UnsafeBufferPointer(rebasing: x[part]), weight: weight, epsilon: model.configuration.epsilon,
          into: UnsafeMutableBufferPointer(rebasing: y[part]), implementation: product.implementation)
      }
    }
  }

  private func add(
    _ x: UnsafeBufferPointer<Float>, rows bias: [Float], into y: UnsafeMutableBufferPointer<Float>
  ) throws {
    try PositionRuns.forEach(of: x.count / bias.count, threads: product.threads) {
      let part = elements($0, bias.count)
      Elementwise.add(
        UnsafeBufferPointer(rebasing: x[part]), rows: bias, into: UnsafeMutableBufferPointer(rebasing: y[part]))
    }
  }

  private func add(
    _ a: UnsafeBufferPointer<Float>, _ b: UnsafeBufferPointer<Float>, into y: UnsafeMutableBufferPointer<Float>,
    positions: Int
  ) throws {
    try PositionRuns.forEach(of: positions, threads: product.threads) {
      let part = elements($0, y.count / positions)
      Elementwise.add(
        UnsafeBufferPointer(rebasing: a[part]), UnsafeBufferPointer(rebasing: b[part]),
        into: UnsafeMutableBufferPointer(rebasing: y[part]))
    }
  }

  /// A product and its bias where it has one; both make up one stage.
  private func multiply(
    _ matrix: Tensor, _ x: UnsafeBufferPointer<Float>, _ bias: [Float], into y: UnsafeMutableBufferPointer<Float>
  ) throws {
    try product.multiply([.init(matrix: matrix, results: y)], by: x, count: x.count / matrix.columns)
    if !bias.isEmpty { try add(UnsafeBufferPointer(y), rows: bias, into: y) }
  }

  /// Query, key and value of a position stand side by side: products of one position are written there, and those of
  /// several are put there from a buffer, in which each matrix has its own.
  private func projectQKV(_ layer: Int, _ b: StageBuffers) throws {
    let matrices = [model.layers[layer].query, model.layers[layer].key, model.layers[layer].value]
    let (target, width) = (b[.qkvMatmul], b.width(.qkvMatmul))
    if b.positions > 1, parts.count < target.count { parts = AlignedBuffer(repeating: 0, count: target.count) }
    let results = b.positions > 1 ? parts.span : target
    var offset = 0
    let targets = matrices.map { matrix in
      defer { offset += matrix.rows * b.positions }
      return MatrixProduct.Target(
        matrix: matrix,
        results: UnsafeMutableBufferPointer(rebasing: results[offset..<offset + matrix.rows * b.positions]))
    }
    try product.multiply(targets, by: b.values(.attnNorm), count: b.positions)
    guard b.positions > 1 else { return }
    try PositionRuns.forEach(of: b.positions, threads: product.threads) { positions in
      for position in positions {
        var place = target.baseAddress! + position * width
        for part in targets {
          place.update(from: part.results.baseAddress! + position * part.matrix.rows, count: part.matrix.rows)
          place += part.matrix.rows
        }
      }
    }
  }

  /// Copies the heads that start at an offset of each of some positions.
  private func copyHeads(
    _ b: StageBuffers, _ positions: Range<Int>, from offset: Int, into y: UnsafeMutableBufferPointer<Float>
  ) {
    let (source, width, size) = (b[model.configuration.qkvStage], b.width(.qkvMatmul), y.count / positions.count)
    for (row, position) in positions.enumerated() {
      let start = position * width + offset
      _ = UnsafeMutableBufferPointer(rebasing: y[(row * size)...])
        .update(fromContentsOf: source[start..<start + size])
    }
  }

  /// Copies normalized heads, or those that start at an offset of each position, and turns them.
  private func rotate(
    _ b: StageBuffers, _ normalized: Stage, from offset: Int, heads: Int, into y: UnsafeMutableBufferPointer<Float>,
    _ layer: Int
  ) throws {
    let c = model.configuration
    // The layer's own cache tells the position: those before it may be one pass ahead.
    let (first, size) = (caches[layer].count, heads * c.headDim)
    let table = c.window(ofLayer: layer) == nil ? tables.global : tables.local
    try PositionRuns.forEach(of: b.positions, threads: product.threads) { positions in
      let part = elements(positions, size)
      let target = UnsafeMutableBufferPointer(rebasing: y[part])
      if c.family.hasQueryKeyNorm {
        _ = target.update(fromContentsOf: b[normalized][part])
      } else {
        copyHeads(b, positions, from: offset, into: target)
      }
      try RoPE.apply(
        to: target, heads: heads, firstPosition: first + positions.lowerBound, table: table,
        pairing: changes.pairing ?? c.pairing, implementation: product.implementation)
    }
  }
}
