import Measuring
import Kernels

/// Attention put together from the real steps, scores, softmax and weighted sum, one of them replaced.
struct AttentionSteps {
  typealias Row = @Sendable (ArraySlice<Float>, ArraySlice<Float>) throws -> Float

  /// One score from a query and a key.
  var score: Row = { try Dot.f32(Array($0), Array($1)) * Attention.defaultScale(headDim: $0.count) }
  /// Weights from the scores of a head.
  var softmax: @Sendable ([Float]) throws -> [Float] = { try Softmax.f32($0) }
  /// One output from the weights and the values of a dimension, by position.
  var sum: @Sendable ([Float], [Float]) -> Float = { weights, values in
    var sum: Float = 0
    for (w, v) in zip(weights, values) { sum.addProduct(w, v) }
    return sum
  }

  /// With nothing replaced: the bits of the real kernel, which a `steps` check holds to.
  @Sendable func decode(_ c: AttentionCase) throws -> [Float] {
    var output: [Float] = []
    output.reserveCapacity(c.query.count)
    for head in 0..<c.queryHeads {
      let kvHead = head / c.ratio
      let weights = try softmax((0..<c.positions).map { try score(c.query(head: head), c.key($0, kvHead)) })
      for d in 0..<c.headDim {
        let y = sum(weights, (0..<c.positions).map { c.values[$0 * c.width + kvHead * c.headDim + d] })
        output.append(y.isNaN ? Float(bitPattern: 0x7fc0_0000) : y)
      }
    }
    return output
  }

  /// The same with all its sums in another order: as right, and with other roundings.
  static func inOrder(_ order: SummationOrder) -> AttentionKernel {
    var steps = AttentionSteps()
    steps.score = { order.dot(Array($0), Array($1)) * Attention.defaultScale(headDim: $0.count) }
    steps.softmax = SoftmaxSteps.inOrder(order)
    steps.sum = { order.dot($0, $1) }
    return steps.decode
  }

  private static func mutant(
    _ name: String, _ fault: String, _ change: (inout AttentionSteps) -> Void
  ) -> Mutant<AttentionKernel> {
    var steps = AttentionSteps()
    change(&steps)
    return Mutant(name, fault, steps.decode)
  }

  // MARK: Faults of order alone

  static let sequentialScores = mutant("sequential_scores", "a score is summed in one accumulator") {
    $0.score = { try DotMutants.oneAccumulator(Array($0), Array($1)) * Attention.defaultScale(headDim: $0.count) }
  }

  static let scaleBeforeDot = mutant("scale_before_dot", "the query is scaled, not the score") {
    $0.score = { q, k in
      let scale = Attention.defaultScale(headDim: q.count)
      return try Dot.f32(q.map { $0 * scale }, Array(k))
    }
  }

  static let softmaxByDivision = mutant("softmax_by_division", "weights are divided by their sum") {
    $0.softmax = { SoftmaxSteps(normalize: { $0 / $1 }).f32($0) }
  }

  static let valuesUnfused = mutant("values_unfused", "weight * value is rounded before it is added") {
    $0.sum = { weights, values in zip(weights, values).reduce(0) { $0 + $1.0 * $1.1 } }
  }

  static let positionsDescending = mutant("positions_descending", "values are added from the last position on") {
    $0.sum = { weights, values in
      var sum: Float = 0
      for (w, v) in zip(weights, values).reversed() { sum.addProduct(w, v) }
      return sum
    }
  }

  // MARK: Faults of width

  static let sumInHalfPrecision = mutant("sum_in_half_precision", "the weighted sum is cut to 11 significant bits") {
    $0.sum = { weights, values in
      var sum: Float = 0
      for (w, v) in zip(weights, values) {
        sum.addProduct(w, v)
        sum = Float(bitPattern: sum.bitPattern & 0xFFFF_E000)
      }
      return sum
    }
  }

  // MARK: Faults of range

  static let noMaxSubtraction = mutant("no_max_subtraction", "the largest score is not subtracted") {
    $0.softmax = SoftmaxSteps.noMaxSubtraction.kernel
  }

  static let maxFromZero = mutant("max_from_zero", "the search for the maximum starts at 0") {
    $0.softmax = SoftmaxSteps.maxFromZero.kernel
  }

  static let scoresClamped = mutant("scores_clamped", "scores are clamped to [-88, 88]") {
    $0.softmax = { try Softmax.f32($0.map { min(max($0, -88), 88) }) }
  }

  // MARK: Faults with NaN

  static let nanScoreMasked = mutant("nan_score_masked", "a NaN score counts as -infinity") {
    $0.softmax = { try Softmax.f32($0.map { $0.isNaN ? -.infinity : $0 }) }
  }

  static let nanValueSkipped = mutant("nan_value_skipped", "a NaN product is not added") {
    $0.sum = { weights, values in
      var sum: Float = 0
      for (w, v) in zip(weights, values) where !v.isNaN { sum.addProduct(w, v) }
      return sum
    }
  }

  static let infiniteScoreClamped = mutant(
    "infinite_score_clamped", "a score of +infinity is replaced by the largest number"
  ) {
    $0.softmax = { try Softmax.f32($0.map { $0 == .infinity ? .greatestFiniteMagnitude : $0 }) }
  }

  static let nanSignOfProcessor = Mutant<AttentionKernel>(
    "nan_sign_of_processor", "NaN is returned as x86 makes it, 0xffc00000"
  ) {
    try AttentionKernels.real($0).map { $0.isNaN ? Float(bitPattern: 0xffc0_0000) : $0 }
  }
}
