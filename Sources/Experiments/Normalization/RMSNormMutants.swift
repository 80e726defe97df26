import Measuring
import Kernels

/// Wrong normalizations: the real kernel with one fault each.
enum RMSNormMutants {
  // MARK: What is normalized by

  static let meanSubtracted = Mutant<RMSNormKernel>("mean_subtracted", "the mean is subtracted, as LayerNorm does") {
    try $0.rowwise { each in
      let mean = Float(each.x.reduce(0.0) { $0 + Double($1) } / Double(each.columns))
      each.x = each.x.map { $0 - mean }
    }
  }

  /// s/(n-1) + e is n/(n-1) times s/n + e (n-1)/n.
  static let dividedByNMinus1 = Mutant<RMSNormKernel>("divided_by_n_minus_1", "the sum is divided by n - 1") {
    try $0.rowwise { each in
      let part = Float(each.columns - 1) / Float(each.columns)
      each.epsilon *= part
      each.weight = each.weight.map { $0 * part.squareRoot() }
    }
  }

  static let paddedLength = Mutant<RMSNormKernel>(
    "padded_length", "the sum is divided by the length rounded up to a multiple of 64"
  ) { each in
    try each.rowwise({ padded in Array(try RMSNormCase.real(padded).prefix(each.columns)) }) { row in
      let zeros = [Float](repeating: 0, count: (64 - row.columns % 64) % 64)
      row.x += zeros
      row.weight += zeros
    }
  }

  /// What is left out of the mean is taken from epsilon.
  static let tailNotSummed = Mutant<RMSNormKernel>(
    "tail_not_summed", "the last n mod 64 squares, or the last one where there is no tail, are not summed"
  ) {
    try $0.rowwise { each in
      let tail = each.columns % 64 == 0 ? 1 : each.columns % 64
      guard each.columns > tail else { return }
      let left = Float(Oracle.dot(each.x.suffix(tail), each.x.suffix(tail)) / Double(each.columns))
      each.epsilon -= left
    }
  }

  /// One long row with the weight repeated.
  static let batchStatistics = Mutant<RMSNormKernel>("batch_statistics", "one mean for all rows") { each in
    var whole = each
    whole.weight = each.rows.flatMap { _ in each.weight }
    return try RMSNormCase.real(whole)
  }

  static let rootEstimate = Mutant<RMSNormKernel>(
    "root_estimate", "the reciprocal root has 12 significant bits, as an estimate without a Newton step has"
  ) {
    try $0.rowwise { each in
      let factor = Float(1 / (Oracle.meanSquare(each.x) + Double(each.epsilon)).squareRoot())
      let estimate = Float(bitPattern: factor.bitPattern & 0xFFFF_F000)
      each.weight = each.weight.map { $0 * (estimate / factor) }
    }
  }

  static let f16Accumulator = RMSNormOrderMutants.mutant(
    "f16_accumulator", "lanes are rounded to 11 significant bits after every square",
    sum: { row in try DotMutants.f16Accumulator.kernel(Array(row), Array(row)) })

  // MARK: Weight

  static let weightIgnored = Mutant<RMSNormKernel>("weight_ignored", "the weight is not multiplied in") {
    var each = $0
    each.weight = each.weight.map { _ in 1 }
    return try RMSNormCase.real(each)
  }

  static let weightShifted = Mutant<RMSNormKernel>("weight_shifted", "column i takes the weight of column i + 1") {
    var each = $0
    each.weight = Array(each.weight.dropFirst()) + each.weight.prefix(1)
    return try RMSNormCase.real(each)
  }

  static let weightPlusOne = Mutant<RMSNormKernel>("weight_plus_one", "1 is added to the weight, as Gemma stores it") {
    var each = $0
    each.weight = each.weight.map { $0 + 1 }
    return try RMSNormCase.real(each)
  }

  // MARK: Epsilon

  /// sqrt(m) + e is the root of m + (2 sqrt(m) e + e^2).
  static let epsilonOutside = Mutant<RMSNormKernel>("epsilon_outside", "epsilon is added to the root, not inside it") {
    try $0.rowwise { each in
      let epsilon = Double(each.epsilon)
      each.epsilon = Float((2 * Oracle.meanSquare(each.x).squareRoot() + epsilon) * epsilon)
    }
  }

  static let epsilonIgnored = Mutant<RMSNormKernel>("epsilon_ignored", "epsilon is not added") {
    var each = $0
    each.epsilon = 0
    return try RMSNormCase.real(each)
  }

  static let epsilonAsFloor = Mutant<RMSNormKernel>(
    "epsilon_as_floor", "the larger of mean and epsilon is taken instead of their sum"
  ) {
    try $0.rowwise { each in each.epsilon = Float(max(Double(each.epsilon) - Oracle.meanSquare(each.x), 0)) }
  }

  static let epsilonTenfold = Mutant<RMSNormKernel>("epsilon_tenfold", "1e-5 is used for 1e-6") {
    var each = $0
    each.epsilon *= 10
    return try RMSNormCase.real(each)
  }

  static let epsilonHidden = Mutant<RMSNormKernel>("epsilon_hidden", "an epsilon of 0 is replaced by 1e-12") {
    var each = $0
    if each.epsilon == 0 { each.epsilon = 1e-12 }
    return try RMSNormCase.real(each)
  }

  // MARK: Special values

  static let scaledByLargest = Mutant<RMSNormKernel>(
    "scaled_by_largest", "rows are divided by their largest magnitude first, so that squares do not overflow"
  ) {
    try $0.rowwise { each in
      let largest = each.x.map(abs).max() ?? 0
      guard largest > 1e18, largest.isFinite else { return }
      each.x = each.x.map { $0 / largest }
    }
  }

  static let negativeNaN = Mutant<RMSNormKernel>("negative_nan", "NaN has its sign set, as x86 makes it") {
    try RMSNormCase.real($0).map { $0.isNaN ? Float(bitPattern: 0xFFC0_0000) : $0 }
  }
}
