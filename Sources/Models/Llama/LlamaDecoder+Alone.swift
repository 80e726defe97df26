extension LlamaDecoder {
  /// The points whose values a point is computed from; none for the embedding, which has the tokens.
  public func inputs(of point: StagePoint) -> [StagePoint] {
    let layer = point.layer ?? layerCount - 1
    func here(_ stages: Stage...) -> [StagePoint] { stages.map { StagePoint($0, layer: layer) } }
    let before = layer == 0 ? StagePoint(.embedding) : StagePoint(.postFfnResidual, layer: layer - 1)
    let c = model.configuration
    switch point.stage {
    case .embedding: return []
    case .attnNorm: return [before]
    case .qkvMatmul: return here(.attnNorm)
    case .qkvBias: return here(.qkvMatmul)
    case .qNorm, .kNorm: return here(c.qkvStage)
    case .qPostRope: return here(c.family.hasQueryKeyNorm ? .qNorm : c.qkvStage)
    case .kPostRope: return here(c.family.hasQueryKeyNorm ? .kNorm : c.qkvStage)
    case .attnScores, .attnSoftmax, .attention: return here(.qPostRope, .kPostRope, c.qkvStage)
    case .attnOut: return here(.attention)
    case .postAttnNorm: return here(.attnOut)
    case .postAttnResidual: return [before] + here(c.family.hasPostNorms ? .postAttnNorm : .attnOut)
    case .ffnNorm: return here(.postAttnResidual)
    case .ffnGate, .ffnUp: return here(.ffnNorm)
    case .ffnSilu, .ffnGelu, .ffnSwigl, .ffnGeglu: return here(.ffnGate, .ffnUp)
    case .ffnOut: return here(c.gatedStage)
    case .postFfnNorm: return here(.ffnOut)
    case .postFfnResidual: return here(.postAttnResidual, c.family.hasPostNorms ? .postFfnNorm : .ffnOut)
    case .finalNorm: return here(.postFfnResidual)
    case .lmHead: return [StagePoint(.finalNorm)]
    }
  }

  /// Runs one point alone, from the values of its inputs, as if all tokens were the first ones.
  ///
  /// With the values that a pass of this decoder captured it gives the bits of that pass; with those of
  /// another decoder, what this one would have made of them.
  ///
  /// - Parameters:
  ///   - tokens: as many as the values have positions; read by the embedding only.
  ///   - values: of every point that `inputs(of:)` names.
  /// - Throws: as `forward`; nothing stays in the cache.
  public func output(of point: StagePoint, tokens: [Int], given values: (StagePoint) -> StageValues) throws
    -> StageValues
  {
    try rewind(to: 0)
    try check(tokens)
    try extendTables(to: tokens.count)
    defer { try? rewind(to: 0) }
    let b = buffers(positions: tokens.count)
    let layer = point.layer ?? layerCount - 1
    for input in inputs(of: point) {
      // The steps of layer 0 look for the embedding, those of others for the layer before them.
      let source = values(input).values
      precondition(source.count == b[input.stage].count, "\(input) has \(source.count) values")
      _ = b[input.stage].update(fromContentsOf: source)
    }
    switch point.stage {
    case .embedding: try embed(tokens, b)
    case .attnScores, .attnSoftmax:
      try remember(layer, b)
      return try inner(point.stage, layer: layer, b)
    case .ffnSilu, .ffnGelu: return try inner(point.stage, layer: layer, b)
    case .attention:
      try remember(layer, b)
      try run(.attention, layer: layer, b)
    default: try run(point.stage, layer: layer, b)
    }
    let shape = shape(of: point.stage, positions: tokens.count)
    return StageValues(shape: shape, values: Array(b[point.stage][..<shape.reduce(1, *)]))
  }

  /// What is added to the products of a point, as many values as its matrices have rows; empty for most models. The
  /// biases of query, key and value are a stage of their own.
  public func bias(of point: StagePoint) -> [Float] {
    model.bias(of: point.stage, layer: point.layer ?? layerCount - 1)
  }

  /// The weight matrices that a point multiplies by, in the order of its results; none for other points.
  public func matrices(of point: StagePoint) -> [Tensor] {
    let layer = model.layers[point.layer ?? layerCount - 1]
    switch point.stage {
    case .qkvMatmul: return [layer.query, layer.key, layer.value]
    case .attnOut: return [layer.output]
    case .ffnGate: return [layer.gate]
    case .ffnUp: return [layer.up]
    case .ffnOut: return [layer.down]
    case .lmHead: return [model.head]
    default: return []
    }
  }
}
