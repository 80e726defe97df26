import Measuring
import Kernels

/// The scores before softmax, [queryHeads][position].
typealias ScoresKernel = @Sendable (AttentionCase) throws -> [Float]

enum ScoresKernels {
  static let real: ScoresKernel = {
    try Attention.scores(query: $0.query, cache: $0.cache(), queryHeads: $0.queryHeads)
  }

  /// The same with its sums in another order.
  static func inOrder(_ order: SummationOrder) -> ScoresKernel {
    { c in
      let scale = Attention.defaultScale(headDim: c.headDim)
      return (0..<c.queryHeads).flatMap { head in
        (0..<c.positions).map { order.dot(Array(c.query(head: head)), Array(c.key($0, head / c.ratio))) * scale }
      }
    }
  }
}

/// Wrong scores: the real ones of the wrong keys, or wrongly scaled.
enum ScoreMutants {
  static let keyMapModulo = Mutant<ScoresKernel>("key_map_modulo", "query head h reads the keys of head h mod kvHeads")
  {
    c in try ScoresKernels.real(c.mapped(keys: { $0 % c.kvHeads }, values: { $0 / c.ratio }))
  }

  static let noScale = Mutant<ScoresKernel>("no_scale", "scores are not scaled") {
    try Attention.scores(query: $0.query, cache: $0.cache(), queryHeads: $0.queryHeads, scale: 1)
  }

  static let lastDimensionDropped = Mutant<ScoresKernel>(
    "last_dimension_dropped", "the last element of a head is left out of the scores"
  ) { try ScoresKernels.real($0.withoutLastDimension) }

  static let positionsOffByOne = Mutant<ScoresKernel>("positions_off_by_one", "keys are read one position too far") {
    var c = $0
    c.keys = Array(c.keys.dropFirst(c.width) + c.keys.prefix(c.width))
    return try ScoresKernels.real(c)
  }
}
