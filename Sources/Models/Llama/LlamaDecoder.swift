import Kernels

/// A Qwen2 decoder: RMSNorm, attention with biases and rotary positions, SwiGLU.
///
/// Each stage is a step from the buffers of earlier stages to its own (`run`), so that a pass, a
/// capture and a single stage with foreign inputs are the same code.
///
/// Source: the Qwen2 technical report, 2024, and the model's code in the transformers package.
public final class LlamaDecoder: Decoder {
  /// The configuration and the weights.
  public let model: LlamaModel
  /// How matrices are multiplied.
  public var path: ForwardPath { product.path }
  /// The number of positions that fit.
  public let capacity: Int
  /// Changes to single steps, for planted faults; none in a right decoder.
  public let changes: LlamaChanges

  let product: MatrixProduct
  let caches: [KVCache]
  let table: RoPE.Table
  let workspace: Attention.Workspace
  private var buffers: StageBuffers?

  /// A decoder with an empty cache.
  ///
  /// - Parameters:
  ///   - capacity: the number of positions that its cache holds.
  ///   - threads: of the matrix products and of attention; changes no bit.
  ///   - implementation: the kernels' path; changes no bit.
  /// - Throws: `KernelError` for sizes that the kernels refuse.
  public init(
    _ model: LlamaModel, path: ForwardPath, capacity: Int, threads: Int = 1,
    implementation: Implementation = .preferred, changes: LlamaChanges = LlamaChanges()
  ) throws {
    let c = model.configuration
    (self.model, self.capacity, self.changes) = (model, capacity, changes)
    product = try MatrixProduct(path: path, threads: threads, implementation: implementation)
    caches = try (0..<c.layers).map { _ in try KVCache(capacity: capacity, kvHeads: c.kvHeads, headDim: c.headDim) }
    table = try RoPE.Table(headDim: c.headDim, base: c.ropeBase, positions: 0..<capacity)
    workspace = try Attention.Workspace(queryHeads: c.heads, capacity: capacity)
  }

  /// The number of token ids.
  public var vocabularySize: Int { model.configuration.vocabularySize }
  /// The number of layers.
  public var layerCount: Int { model.configuration.layers }
  /// The number of positions in the cache.
  public var position: Int { caches.last?.count ?? 0 }
  /// All published stages, in order.
  public var stages: [Stage] { Stage.allCases.filter { $0 != .ffnGelu } }

  /// Runs tokens at the next positions; see `Decoder`.
  public func forward(_ tokens: [Int], sink: (any StageSink)?) throws -> [Float] {
    try check(tokens)
    let start = position
    do { return try pass(tokens, sink: sink) } catch {
      for cache in caches where cache.count > start { try cache.truncate(to: start) }
      throw error
    }
  }

  /// Forgets all positions from one on.
  public func rewind(to position: Int) throws { for cache in caches { try cache.truncate(to: position) } }

  private func pass(_ tokens: [Int], sink: (any StageSink)?) throws -> [Float] {
    let b = buffers(positions: tokens.count)
    try embed(tokens, b)
    try offer(StagePoint(.embedding), b, sink)
    for layer in 0..<layerCount {
      for stage in stages where !stage.isWholeModel {
        try step(stage, layer, b, sink)
        if stage == .kPostRope { try remember(layer, b) }
      }
    }
    for stage in [Stage.finalNorm, .lmHead] {
      try run(stage, layer: layerCount - 1, b)
      try offer(StagePoint(stage), b, sink)
    }
    return Array(b[.lmHead][..<vocabularySize])
  }

  private func step(_ stage: Stage, _ layer: Int, _ b: StageBuffers, _ sink: (any StageSink)?) throws {
    switch stage {
    case .attnScores, .attnSoftmax, .ffnSilu:
      // Inside of a kernel; computed apart for who wants to see it.
      let point = StagePoint(stage, layer: layer)
      guard let sink, sink.wants(point) else { return }
      let inner = try self.inner(stage, layer: layer, b)
      try inner.values.withUnsafeBufferPointer { try sink.take(point, shape: inner.shape, $0) }
    default:
      try run(stage, layer: layer, b)
      try offer(StagePoint(stage, layer: layer), b, sink)
    }
  }

  private func offer(_ point: StagePoint, _ b: StageBuffers, _ sink: (any StageSink)?) throws {
    guard let sink, sink.wants(point) else { return }
    let shape = shape(of: point.stage, positions: b.positions)
    try sink.take(point, shape: shape, UnsafeBufferPointer(rebasing: b[point.stage][..<shape.reduce(1, *)]))
  }

  /// The shape of a stage in a capture: of logits, those of the last position alone.
  func shape(of stage: Stage, positions: Int) -> [Int] {
    [stage == .lmHead ? 1 : positions, model.configuration.width(of: stage)]
  }

  /// Buffers for a number of positions; those of the last pass where they fit.
  func buffers(positions: Int) -> StageBuffers {
    if let buffers, buffers.positions == positions { return buffers }
    let configuration = model.configuration
    let fresh = StageBuffers(positions: positions) {
      // Logits are needed of the last position only: one row, spread over all positions.
      $0 == .lmHead ? (configuration.vocabularySize + positions - 1) / positions : configuration.width(of: $0)
    }
    buffers = fresh
    return fresh
  }
}
