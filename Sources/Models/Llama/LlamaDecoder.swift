import Kernels

/// A decoder of the Llama family: RMSNorm, attention with rotary positions, a gated feed-forward part.
///
/// What `LlamaFamily` and the file add: biases, norms of query and key heads, norms of results, windows, scaled angles.
///
/// Each stage is a step from the buffers of earlier stages to its own (`run`), so that a pass, a
/// capture and a single stage with foreign inputs are the same code.
///
/// Source: the technical reports of LLaMA, 2023, Qwen2, 2024, Qwen3 and Gemma 3, 2025, and the models' code in the
/// transformers package.
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
  private(set) var tables: Tables
  let workspace: Attention.Workspace
  private let layerStages: [Stage]
  /// Those of a pass, and those of one position.
  private var several, single: StageBuffers?
  /// Where the products that make up query, key and value stand one after the other.
  var parts = AlignedBuffer<Float>(repeating: 0, count: 0)

  /// Without a capture, so many positions go through all layers together: enough for weights that come from memory to be
  /// used often (half as many take a tenth longer, twice as many no less), and few enough to take little memory.
  private static let positionsTogether = 256

  /// Cosines and sines of global and of local layers.
  struct Tables {
    let global, local: RoPE.Table

    /// Tables for so many positions, which is what dynamic scaling sees.
    init(_ c: LlamaConfiguration, positions: Int) throws {
      global = try RoPE.Table(
        headDim: c.headDim, base: c.ropeBase, positions: 0..<positions, scaling: c.ropeScaling)
      local =
        try c.localRopeBase.map { try RoPE.Table(headDim: c.headDim, base: $0, positions: 0..<positions) } ?? global
    }
  }

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
    layerStages = c.stages.filter { !$0.isWholeModel }
    product = try MatrixProduct(path: path, threads: threads, implementation: implementation)
    caches = try (0..<c.layers).map { _ in try KVCache(capacity: capacity, kvHeads: c.kvHeads, headDim: c.headDim) }
    tables = try Tables(c, positions: min(capacity, c.ropeScaling.stableLength ?? capacity))
    workspace = try Attention.Workspace(queryHeads: c.heads, capacity: capacity)
  }

  /// The number of token ids.
  public var vocabularySize: Int { model.configuration.vocabularySize }
  /// The number of layers.
  public var layerCount: Int { model.configuration.layers }
  /// The number of positions in the cache.
  public var position: Int { caches.last?.count ?? 0 }
  /// The stages that the model has, in order.
  public var stages: [Stage] { model.configuration.stages }

  /// Runs tokens at the next positions; see `Decoder`.
  public func forward(_ tokens: [Int], sink: (any StageSink)?) throws -> [Float] {
    try check(tokens)
    try extendTables(to: position + tokens.count)
    let start = position
    do { return try pass(tokens, sink: sink) } catch {
      for cache in caches where cache.count > start { try cache.truncate(to: start) }
      throw error
    }
  }

  /// Forgets all positions from one on.
  public func rewind(to position: Int) throws { for cache in caches { try cache.truncate(to: position) } }

  /// Makes tables for a pass that ends at a position.
  ///
  /// The angles of dynamic scaling depend on how many positions are seen. A pass from position 0 on sees them all;
  /// keys that are in the cache have been turned by other angles, and what is computed with them is no function of
  /// the tokens.
  func extendTables(to end: Int) throws {
    guard let stable = model.configuration.ropeScaling.stableLength else { return }
    let length = tables.global.positions.count
    let needed = end <= stable ? min(capacity, stable) : end
    guard needed != length else { return }
    guard position == 0 else { throw DecoderError.dynamicScaling(positions: max(end, length), stable: stable) }
    tables = try Tables(model.configuration, positions: needed)
  }

  private func pass(_ tokens: [Int], sink: (any StageSink)?) throws -> [Float] {
    let together = sink == nil ? Self.positionsTogether : tokens.count
    var start = 0
    while tokens.count - start > together {
      _ = try layers(tokens[start..<start + together], sink, isLast: false)
      start += together
    }
    let b = try layers(tokens[start...], sink, isLast: true)
    for stage in [Stage.finalNorm, .lmHead] {
      try run(stage, layer: layerCount - 1, b)
      try offer(StagePoint(stage), b, sink)
    }
    return Array(b[.lmHead])
  }

  /// Runs tokens through all layers.
  ///
  /// Where nobody sees the values, nothing is computed in the last layer but what is left of them: keys and values, and
  /// the last position of all tokens.
  ///
  /// - Returns: The buffers with what the last layer gave, of the last position at least.
  private func layers(_ tokens: ArraySlice<Int>, _ sink: (any StageSink)?, isLast: Bool) throws -> StageBuffers {
    var b = buffers(positions: tokens.count)
    try embed(tokens, b)
    try offer(StagePoint(.embedding), b, sink)
    for layer in 0..<layerCount {
      for stage in layerStages {
        try step(stage, layer, b, sink)
        guard stage == .kPostRope else { continue }
        try remember(layer, b)
        guard layer == layerCount - 1, sink == nil, b.positions > 1 || !isLast else { continue }
        guard isLast else { return b }
        let last = buffers(positions: 1)
        last.take(layer == 0 ? .embedding : .postFfnResidual, lastOf: b)
        last.take(.qPostRope, lastOf: b)
        b = last
      }
    }
    return b
  }

  private func step(_ stage: Stage, _ layer: Int, _ b: StageBuffers, _ sink: (any StageSink)?) throws {
    switch stage {
    case .attnScores, .attnSoftmax, .ffnSilu, .ffnGelu:
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

  /// Buffers for a number of positions; those of an earlier pass where they are large enough.
  func buffers(positions: Int) -> StageBuffers {
    let kept = positions == 1 ? single : several
    if let kept, kept.capacity >= positions {
      kept.positions = positions
      return kept
    }
    let fresh = StageBuffers(positions: positions, width: model.configuration.width)
    if positions == 1 { single = fresh } else { several = fresh }
    return fresh
  }
}
