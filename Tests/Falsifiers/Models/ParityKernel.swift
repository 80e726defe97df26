import FalsifierKit
import Kernels
import Models
import Traces

/// The production path of the tiny model: right, with a planted fault, or with its products summed in another order.
struct ParityKernel: Sendable {
  var fault: PlantedFault?
  /// The order in which the blocks of a row are added; nil for the kernels' own.
  var order: SummationOrder?

  static let real = ParityKernel()

  static func inOrder(_ order: SummationOrder) -> ParityKernel { ParityKernel(order: order) }

  static func mutant(_ fault: PlantedFault, _ words: String) -> Mutant<ParityKernel> {
    Mutant(fault.rawValue.replacing("-", with: "_"), words, ParityKernel(fault: fault))
  }

  func decoder(capacity: Int) throws -> LlamaDecoder {
    try TinyModel.decoder(.production, capacity: capacity, fault: fault)
  }

  /// One point from the values of its inputs.
  func output(
    _ decoder: LlamaDecoder, of point: StagePoint, tokens: [Int], given values: (StagePoint) -> StageValues
  ) throws -> StageValues {
    let matrices = decoder.matrices(of: point)
    guard let order, !matrices.isEmpty else { return try decoder.output(of: point, tokens: tokens, given: values) }
    let input = values(decoder.inputs(of: point)[0])
    // Logits are those of the last position.
    let positions = point.stage == .lmHead ? input.shape[0] - 1..<input.shape[0] : 0..<input.shape[0]
    let results = try positions.flatMap { position -> [Float] in
      let x = input.values[position * input.shape[1]..<(position + 1) * input.shape[1]]
      return try Self.product(matrices, Array(x), order)
    }
    return StageValues(shape: [positions.count, results.count / positions.count], values: results)
  }

  /// What every layer leaves at its end, and the logits, of a whole pass.
  func pass(_ tokens: [Int]) throws -> (layers: [[Float]], logits: [Float]) {
    let decoder = try decoder(capacity: tokens.count)
    let ends = (0..<decoder.layerCount).map { StagePoint(.postFfnResidual, layer: $0) }
    guard order != nil else {
      let memory = StageMemory { ends.contains($0) }
      let logits = try decoder.forward(tokens, sink: memory)
      return (ends.map { memory[$0]!.values }, logits)
    }
    // Stage by stage: the same steps, each from the results of the earlier ones.
    let inner: Set<Stage> = [.attnScores, .attnSoftmax, .ffnSilu]
    let stages = decoder.stages.filter { !inner.contains($0) }
    let layers = (0..<decoder.layerCount).flatMap { layer in
      stages.filter { !$0.isWholeModel }.map { StagePoint($0, layer: layer) }
    }
    var values: [StagePoint: StageValues] = [:]
    for point in [StagePoint(.embedding)] + layers + [StagePoint(.finalNorm), StagePoint(.lmHead)] {
      values[point] = try output(decoder, of: point, tokens: tokens) { values[$0]! }
    }
    return (ends.map { values[$0]!.values }, values[StagePoint(.lmHead)]!.values)
  }

  /// Rows of matrices times one activation: each block by the kernel, the blocks added in an order.
  private static func product(_ matrices: [Tensor], _ x: [Float], _ order: SummationOrder) throws -> [Float] {
    let blocks = try stride(from: 0, to: x.count, by: Q4K.blockWeights).map {
      try Q8K.quantizeGGML(Array(x[$0..<$0 + Q4K.blockWeights]))
    }
    return try matrices.flatMap { matrix in
      try (0..<matrix.rows).map { r in
        try order.sum(
          blocks.indices.map { b in
            let start = r * matrix.rowBytes + b * Q4K.blockBytes
            let block = UnsafeRawBufferPointer(rebasing: matrix.bytes[start..<start + Q4K.blockBytes])
            return try Q4KQ8K.dot(block, blocks[b])
          })
      }
    }
  }
}
