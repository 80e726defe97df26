import Measuring
import Kernels

/// Attention of one query position to a cache: [queryHeads][headDim].
typealias AttentionKernel = @Sendable (AttentionCase) throws -> [Float]

/// The kernels that the claims are about.
enum AttentionKernels {
  @TaskLocal static var real: AttentionKernel = {
    try Attention.decode(query: $0.query, cache: $0.cache(), queryHeads: $0.queryHeads)
  }
}

/// Wrong attentions: the real kernel given the wrong heads, scale or positions.
enum AttentionMutants {
  // MARK: Head maps

  static let keyMapModulo = Mutant<AttentionKernel>(
    "key_map_modulo", "query head h reads the keys of head h mod kvHeads"
  ) {
    c in try mapped(c, keys: { $0 % c.kvHeads }, values: { $0 / c.ratio })
  }

  static let valueMapModulo = Mutant<AttentionKernel>(
    "value_map_modulo", "query head h reads the values of head h mod kvHeads"
  ) { c in try mapped(c, keys: { $0 / c.ratio }, values: { $0 % c.kvHeads }) }

  static let mapReversed = Mutant<AttentionKernel>("map_reversed", "key/value heads are counted from the last") { c in
    try mapped(c, keys: { c.kvHeads - 1 - $0 / c.ratio }, values: { c.kvHeads - 1 - $0 / c.ratio })
  }

  static let mapByEight = Mutant<AttentionKernel>("map_by_eight", "query head h reads key/value head h/8, not h/7") {
    c in
    try mapped(c, keys: { $0 / (c.ratio + 1) }, values: { $0 / (c.ratio + 1) })
  }

  /// The real kernel on what the maps give.
  static func mapped(_ c: AttentionCase, keys: (Int) -> Int, values: (Int) -> Int) throws -> [Float] {
    try AttentionKernels.real(c.mapped(keys: keys, values: values))
  }

  // MARK: Scale

  static let noScale = Mutant<AttentionKernel>("no_scale", "scores are not scaled") { try scaled($0, by: 1) }

  static let scaleOfHalfDim = Mutant<AttentionKernel>("scale_of_half_dim", "1/sqrt(64) for a head dim of 128") {
    try scaled($0, by: 1 / (Float($0.headDim) / 2).squareRoot())
  }

  static let uniformSoftmax = Mutant<AttentionKernel>("uniform_softmax", "all scores are taken as 0") {
    try scaled($0, by: 0)
  }

  private static func scaled(_ c: AttentionCase, by scale: Float) throws -> [Float] {
    try Attention.decode(query: c.query, cache: c.cache(), queryHeads: c.queryHeads, scale: scale)
  }

  // MARK: Positions and layout

  static let currentTokenIgnored = Mutant<AttentionKernel>(
    "current_token_ignored", "the last position is not attended to"
  ) {
    try AttentionKernels.real($0.prefix(max($0.positions - 1, 1)))
  }

  static let weightsSwapped = Mutant<AttentionKernel>(
    "weights_swapped", "the weights of the first and the last position are swapped"
  ) {
    var c = $0
    let last = (c.positions - 1) * c.width
    for i in 0..<c.width { c.values.swapAt(i, last + i) }
    return try AttentionKernels.real(c)
  }

  static let lastDimensionDropped = Mutant<AttentionKernel>(
    "last_dimension_dropped", "the last element of a head is left out of the scores"
  ) {
    try AttentionKernels.real($0.withoutLastDimension)
  }

  static let valuesOffByOne = Mutant<AttentionKernel>("values_off_by_one", "values are read one float too far") {
    var c = $0
    c.values = Array(c.values.dropFirst() + c.values.prefix(1))
    return try AttentionKernels.real(c)
  }

  static let headMajorCache = Mutant<AttentionKernel>(
    "head_major_cache", "the cache, [position][head], is read as [head][position]"
  ) { c in
    var wrong = c
    func transposed(_ array: [Float]) -> [Float] {
      (0..<c.positions).flatMap { t in
        (0..<c.kvHeads).flatMap { head in
          let start = (head * c.positions + t) * c.headDim
          return array[start..<start + c.headDim]
        }
      }
    }
    wrong.keys = transposed(c.keys)
    wrong.values = transposed(c.values)
    return try AttentionKernels.real(wrong)
  }
}
