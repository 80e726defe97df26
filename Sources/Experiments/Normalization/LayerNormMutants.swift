import Measuring
import Kernels

/// Layer normalization in the steps of layer_norm/order, one of them replaced.
struct LayerNormSteps {
  typealias Sum = @Sendable ([Float]) -> Float

  var sum: Sum = { DotMutants.lanes64($0, $0.map { _ in 1 }, fused: true, foldAdjacent: false) }
  var sumOfSquares: Sum = { DotMutants.lanes64($0, $0, fused: true, foldAdjacent: false) }
  /// From the row, its mean and its length.
  var variance: (@Sendable ([Float], Float, Float) -> Float)?
  var divisor: @Sendable (Float) -> Float = { $0 }
  /// 1 over the spread, from the variance.
  var factor: @Sendable (Float) -> Float = { 1 / ($0 + LayerNormCase.epsilon).squareRoot() }
  /// From a deviation, the factor, weight and bias.
  var value: @Sendable (Float, Float, Float, Float) -> Float = { (($0 * $1) * $2) + $3 }

  /// With nothing replaced: the bits of the real kernel, which FALSIFY-LAYERNORM-002 checks.
  @Sendable func apply(_ each: LayerNormCase) -> [Float] {
    each.rows.flatMap { row in
      let x = Array(row)
      let mean = sum(x) / Float(x.count)
      let deviations = x.map { $0 - mean }
      let spread = variance?(x, mean, Float(x.count)) ?? sumOfSquares(deviations) / divisor(Float(x.count))
      let r = factor(spread)
      return deviations.indices.map { i in
        let y = value(deviations[i], r, each.weight[i], each.bias[i])
        return y.isNaN ? Float(bitPattern: 0x7fc0_0000) : y
      }
    }
  }

  /// The same with its sums in another order: as right, and with other roundings.
  static func inOrder(_ order: SummationOrder) -> LayerNormKernel {
    var steps = LayerNormSteps()
    steps.sum = { order.sum($0) }
    steps.sumOfSquares = { order.dot($0, $0) }
    return steps.apply
  }

  static func mutant(
    _ name: String, _ fault: String, _ change: (inout LayerNormSteps) -> Void
  ) -> Mutant<LayerNormKernel> {
    var steps = LayerNormSteps()
    change(&steps)
    return Mutant(name, fault, steps.apply)
  }
}

/// Wrong layer normalizations.
enum LayerNormMutants {
  // MARK: What is normalized by

  static let onePassVariance = LayerNormSteps.mutant(
    "one_pass_variance", "the variance is the mean of squares minus the square of the mean, at least 0"
  ) {
    let squares = $0.sumOfSquares
    $0.variance = { x, mean, n in max(squares(x) / n - mean * mean, 0) }
  }

  static let meanKept = LayerNormSteps.mutant("mean_kept", "the mean is not subtracted, as in RMSNorm") {
    let squares = $0.sumOfSquares
    $0.sum = { _ in 0 }
    $0.variance = { x, _, n in squares(x) / n }
  }

  static let dividedByNMinus1 = LayerNormSteps.mutant("divided_by_n_minus_1", "the squares are divided by n - 1") {
    $0.divisor = { $0 - 1 }
  }

  static let epsilonOutside = LayerNormSteps.mutant("epsilon_outside", "epsilon is added to the root") {
    $0.factor = { 1 / ($0.squareRoot() + LayerNormCase.epsilon) }
  }

  static let epsilonIgnored = LayerNormSteps.mutant("epsilon_ignored", "no epsilon") {
    $0.factor = { 1 / $0.squareRoot() }
  }

  static let tailNotInMean = LayerNormSteps.mutant(
    "tail_not_in_mean", "the last n mod 64 values, or the last one where there is no tail, are not in the mean"
  ) {
    let sum = $0.sum
    $0.sum = { x in sum(Array(x.dropLast(x.count % 64 == 0 ? 1 : x.count % 64))) }
  }

  static let meanOfFirstRow = Mutant<LayerNormKernel>("mean_of_first_row", "all rows are normalized as the first is") {
    each in
    let first = LayerNormCase(x: Array(each.rows[0]), weight: each.weight, bias: each.bias)
    var steps = LayerNormSteps()
    let (sum, count) = (steps.sum(first.x), Float(first.x.count))
    let deviations = first.x.map { $0 - sum / count }
    let variance = steps.sumOfSquares(deviations) / count
    steps.sum = { _ in sum }
    steps.variance = { _, _, _ in variance }
    return steps.apply(each)
  }

  // MARK: Weight and bias

  static let biasDropped = LayerNormSteps.mutant("bias_dropped", "no bias is added") {
    $0.value = { d, r, w, _ in (d * r) * w }
  }

  static let weightShifted = Mutant<LayerNormKernel>("weight_shifted", "column i takes the weight of column i + 1") {
    var each = $0
    each.weight = Array(each.weight.dropFirst()) + each.weight.prefix(1)
    return try LayerNormCase.real(each)
  }

  // MARK: Faults of order alone

  static let sequentialSums = LayerNormSteps.mutant("sequential_sums", "one accumulator in ascending order") {
    $0.sum = { $0.reduce(0, +) }
    $0.sumOfSquares = { $0.reduce(Float(0)) { $0.addingProduct($1, $1) } }
  }

  static let dividedByRoot = LayerNormSteps.mutant("divided_by_root", "deviations are divided by the root") {
    $0.factor = { ($0 + LayerNormCase.epsilon).squareRoot() }
    $0.value = { d, root, w, b in ((d / root) * w) + b }
  }

  static let weightFirst = LayerNormSteps.mutant("weight_first", "the weight is multiplied into the factor first") {
    $0.value = { d, r, w, b in (d * (r * w)) + b }
  }

  static let biasFused = LayerNormSteps.mutant("bias_fused", "the bias is added by a fused operation") {
    $0.value = { d, r, w, b in b.addingProduct(d * r, w) }
  }

  // MARK: What is not finite

  static let nanLeftOutOfSums = LayerNormSteps.mutant("nan_left_out_of_sums", "both sums pass over NaN and infinities")
  {
    let (sum, squares) = ($0.sum, $0.sumOfSquares)
    $0.sum = { sum($0.map { $0.isFinite ? $0 : 0 }) }
    $0.sumOfSquares = { squares($0.map { $0.isFinite ? $0 : 0 }) }
  }

  static let nanLostInTail = Mutant<LayerNormKernel>(
    "nan_lost_in_tail", "a NaN among the last n mod 8 values of a row counts as 0"
  ) { each in
    var changed = each
    changed.x = each.rows.flatMap { PlaceCases.hidingNaN(inTailOf: Array($0), as: 0) }
    return try LayerNormCase.real(changed)
  }
}
