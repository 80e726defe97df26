/// An unevaluated sum of two binary64 numbers: what oracles compute in where binary64 is too narrow.
///
/// Written apart from the kernels' own, so that the two do not share a mistake. Only `+ - * /`,
/// square root and fused multiply-add of binary64, in a fixed order: the same bits everywhere. Each operation
/// has a relative error below 2^-100, cancellation in a sum aside, whose error is below 2^-100 of
/// the larger operand.
struct Wide {
  let high: Double
  let low: Double

  init(_ high: Double, _ low: Double = 0) {
    // Knuth's TwoSum: exact whatever the magnitudes.
    let sum = high + low
    let part = sum - high
    self.high = sum
    self.low = (high - (sum - part)) + (low - part)
  }

  static func + (a: Wide, b: Wide) -> Wide {
    let (high, low) = (Wide(a.high, b.high), Wide(a.low, b.low))
    let middle = Wide(high.high, high.low + low.high)
    return Wide(middle.high, middle.low + low.low)
  }

  static prefix func - (a: Wide) -> Wide { Wide(-a.high, -a.low) }

  static func - (a: Wide, b: Wide) -> Wide { a + -b }

  static func * (a: Wide, b: Wide) -> Wide {
    let product = a.high * b.high
    return Wide(product, (-product).addingProduct(a.high, b.high) + (a.high * b.low + a.low * b.high))
  }

  /// The quotient by a number that is exact in binary64.
  static func / (a: Wide, b: Double) -> Wide {
    let quotient = a.high / b
    return Wide(quotient, (a.high.addingProduct(-quotient, b) + a.low) / b)
  }

  /// 1 over the number, by a Newton step from the binary64 quotient.
  var reciprocal: Wide {
    let first = Wide(1 / high)
    return first + first * (Wide(1) - first * self)
  }

  /// The root of a positive number, by a Newton step from the binary64 root.
  var squareRoot: Wide {
    let first = high.squareRoot()
    return Wide(first) + (self - Wide(first) * Wide(first)) / (2 * first)
  }

  /// The nearest binary32 number, rounded once; for numbers that are neither subnormal nor half-way
  /// between two.
  var float: Float {
    let candidate = Float(high)
    // The rounding of `high` alone can go to the wrong side of a middle that `low` decides.
    let rest = (high - Double(candidate)) + low
    let other = rest > 0 ? candidate.nextUp : candidate.nextDown
    let gap = Double(other) - Double(candidate)
    return abs(rest) > abs(gap) / 2 ? other : candidate
  }
}
