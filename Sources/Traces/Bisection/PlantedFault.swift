import Kernels
import Models

/// A fault that is put into a model on purpose, to see it found.
public enum PlantedFault: String, CaseIterable, Sendable {
  /// The LM head is read as [hidden][vocabulary], the published fault.
  case transposedHead = "transposed-lm-head"
  /// The first two key heads of layer 3 are exchanged.
  case swappedKHeads = "swapped-k-heads"
  /// Rotary pairs are neighbors, as in LLaMA, in place of halves.
  case ropePairing = "rope-pairing"
  /// SiLU is applied to the up projection.
  case siluOnUp = "silu-on-up"
  /// Layer 1 has no QKV bias.
  case missingBias = "missing-qkv-bias"
  /// The cache of layer 2 keeps, at its second position, the key of the first.
  case staleCacheSlot = "stale-cache-slot"
  /// A scale of one block of the up projection of layer 1 is wrong.
  case blockScale = "block-scale"

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
  /// - Throws: `ModelFileError` where the model has too few layers, one key head only, no bias, or no block scales.
  public func plant(in model: LlamaModel) throws -> (model: LlamaModel, changes: LlamaChanges) {
    guard model.layers.count > point.layer ?? 0 else {
      throw ModelFileError(
        path: "the model", reason: "\(rawValue) is planted in layer \(point.layer!), and it has \(model.layers.count)")
    }
    var (model, changes) = (model, LlamaChanges())
    switch self {
    case .transposedHead: changes.transposesHead = true
    case .swappedKHeads: model.layers[3].key = try Self.swappingHeads(model.layers[3].key, model.configuration.headDim)
    case .ropePairing: changes.pairing = model.configuration.pairing == .neox ? .norm : .neox
    case .siluOnUp: changes.swapsGate = true
    case .missingBias:
      guard model.layers[1].qkvBias.contains(where: { $0 != 0 }) else {
        throw ModelFileError(path: "the model", reason: "query, key and value of its layer 1 have no bias to be missed")
      }
      model.layers[1].qkvBias = model.layers[1].qkvBias.map { _ in 0 }
    case .staleCacheSlot:
      changes.cached = { layer, cache, keys, _ in
        let width = cache.width
        guard layer == 2, cache.count <= 1, keys.count >= (2 - cache.count) * width else { return }
        let first = cache.count == 0 ? Array(keys[..<width]) : Array(cache.keys[..<width])
        let slot = (1 - cache.count) * width
        keys.replaceSubrange(slot..<slot + width, with: first)
      }
    case .blockScale: model.layers[1].up = try BlockScaleFault.plant(in: model.layers[1].up)
    }
    return (model, changes)
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
}
