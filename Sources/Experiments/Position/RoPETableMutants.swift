import Measuring
import Kernels

/// Wrong tables.
enum RoPETableMutants {
  static let exponentHalved = Mutant<RoPETableKernel>(
    "exponent_halved", "angle with base^(-i/d) instead of base^(-2i/d)"
  ) {
    try RoPETables.real($0, $1.squareRoot(), $2)
  }

  static let positionOffByOne = Mutant<RoPETableKernel>("position_off_by_one", "positions are counted from 1") {
    try RoPETables.real($0, $1, $2.lowerBound + 1..<$2.upperBound + 1)
  }

  static let sineNegated = Mutant<RoPETableKernel>("sine_negated", "sines of the negative angle") {
    let values = try RoPETables.real($0, $1, $2)
    return Array(values.prefix(values.count / 2)) + values.suffix(values.count / 2).map { -$0 }
  }

  static let binary32Angle = Mutant<RoPETableKernel>(
    "binary32_angle", "frequency and angle are rounded to binary32", RoPETables.binary32)

  static let binary32Recurrence = Mutant<RoPETableKernel>(
    "binary32_recurrence", "angles by repeated multiplication in binary32", RoPETables.binary32Recurrence)

  /// A table that was computed, one row too short.
  static func lastPositionWraps(_ values: [Float], pairs: Int) -> Mutant<@Sendable () -> [Float]> {
    Mutant("last_position_wraps", "the table has one row too few, and the last position reads the first") {
      var wrapped = values
      for start in [values.count / 2, values.count] {
        let first = start - values.count / 2
        wrapped.replaceSubrange(start - pairs..<start, with: values[first..<first + pairs])
      }
      return wrapped
    }
  }

  static let oracleBinary64Angle = Mutant<RoPETableKernel>(
    "oracle_binary64_angle", "the oracle's frequency and angle are rounded to binary64", binary64Angle.kernel)

  /// cos(a + d) = cos a - d sin a to first order, where d, below 2^-38, is what the rounding adds.
  static let binary64Angle = Mutant<RoPETableKernel>("binary64_angle", "frequency and angle are rounded to binary64") {
    headDim, base, positions in
    let frequencies = Turn.angles(headDim: headDim, base: base)
    return RoPETables.swept(headDim, base, positions) { position, pair, turn in
      let (number, frequency) = (Double(position), frequencies[pair])
      let rounded = number * frequency.high
      let added = Wide(-((-rounded).addingProduct(number, frequency.high) + number * frequency.low))
      return ((turn.cosine - turn.sine * added).float, (turn.sine + turn.cosine * added).float)
    }
  }

  static let exactAngle = Mutant<RoPETableKernel>(
    "exact_angle", "the exact table under the name of the variant", RoPETables.real)
}
