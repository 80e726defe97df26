import Kernels
import Models

/// A fault that is put into a model on purpose, to see it found.
public enum PlantedFault: String, CaseIterable, Sendable {
  /// The LM head is read as [hidden][vocabulary], the published fault.
  case transposedHead = "transposed-lm-head"
  /// The first two key heads of layer 3 are exchanged.
  case swappedKHeads = "swapped-k-heads"
  /// Rotary pairs are neighbours, as in LLaMA, in place of halves.
  case ropePairing = "rope-pairing"
  /// SiLU is applied to the up projection.
  case siluOnUp = "silu-on-up"
  /// Layer 1 has no QKV bias.
  case missingBias = "missing-qkv-bias"
  /// The cache of layer 2 keeps, at its second position, the key of the first.
  case staleCacheSlot = "stale-cache-slot"
  /// The first scale of one Q4_K block of the up projection of layer 1 is one off.
  case blockScale = "q4k-block-scale"

  /// Where it is.
  public var point: StagePoint {
    switch self {
    case .transposedHead: StagePoint(.lmHead)
    case .swappedKHeads: StagePoint(.qkvMatmul, layer: 3)
    case .ropePairing: StagePoint(.qPostRope, layer: 0)
    case .siluOnUp: StagePoint(.ffnSilu, layer: 0)
    case .missingBias: StagePoint(.qkvBias, layer: 1)
    case .staleCacheSlot: StagePoint(.attnScores, layer: 2)
    case .blockScale: StagePoint(.ffnUp, layer: 1)
    }
  }

  /// The model and the steps with the fault.
  ///
  /// - Throws: `ModelFileError` where the model has too few layers, or no Q4_K block to be faulty.
  public func plant(in model: LlamaModel) throws -> (model: LlamaModel, changes: LlamaChanges) {
    guard model.layers.count > point.layer ?? 0 else {
      throw ModelFileError(path: "the model", reason: "it has no layer \(point.layer!) for \(rawValue)")
    }
    var (model, changes) = (model, LlamaChanges())
    switch self {
    case .transposedHead: model.head = try Self.readTransposed(model.head)
    case .swappedKHeads: model.layers[3].key = try Self.swappingHeads(model.layers[3].key, model.configuration.headDim)
    case .ropePairing: changes.pairing = .norm
    case .siluOnUp: changes.swapsGate = true
    case .missingBias: model.layers[1].qkvBias = model.layers[1].qkvBias.map { _ in 0 }
    case .staleCacheSlot:
      changes.cached = { layer, cache, keys, _ in
        let width = cache.width
        guard layer == 2, cache.count <= 1, keys.count >= (2 - cache.count) * width else { return }
        let first = cache.count == 0 ? Array(keys[..<width]) : Array(cache.keys[..<width])
        let slot = (1 - cache.count) * width
        keys.replaceSubrange(slot..<slot + width, with: first)
      }
    case .blockScale: model.layers[1].up = try Self.changingScale(model.layers[1].up)
    }
    return (model, changes)
  }

  /// What a kernel sees that takes [rows][columns] for [columns][rows].
  private static func readTransposed(_ matrix: Tensor) throws -> Tensor {
    let (values, rows, columns) = (try matrix.values(), matrix.rows, matrix.columns)
    var wrong = [Float](repeating: 0, count: values.count)
    for r in 0..<rows {
      for c in 0..<columns { wrong[r * columns + c] = values[c * rows + r] }
    }
    guard matrix.type == .q4K else { return try Tensor(name: matrix.name, shape: matrix.shape, values: wrong) }
    return try Tensor(name: matrix.name, type: .q4K, shape: matrix.shape, bytes: Q4KEncoder.encode(wrong))
  }

  private static func swappingHeads(_ matrix: Tensor, _ headDim: Int) throws -> Tensor {
    var bytes = Array(matrix.bytes)
    let head = headDim * matrix.rowBytes
    guard bytes.count >= 2 * head else {
      throw ModelFileError(path: "the model", tensor: matrix.name, reason: "it has one key head only")
    }
    let first = Array(bytes[..<head])
    bytes.replaceSubrange(..<head, with: bytes[head..<2 * head])
    bytes.replaceSubrange(head..<2 * head, with: first)
    return try Tensor(name: matrix.name, type: matrix.type, shape: matrix.shape, bytes: bytes)
  }

  private static func changingScale(_ matrix: Tensor) throws -> Tensor {
    guard matrix.type == .q4K else {
      throw ModelFileError(path: "the model", tensor: matrix.name, reason: "it is \(matrix.type.name), not Q4_K")
    }
    var bytes = Array(matrix.bytes)
    bytes[matrix.rowBytes + 4] ^= 1
    return try Tensor(name: matrix.name, type: .q4K, shape: matrix.shape, bytes: bytes)
  }
}
