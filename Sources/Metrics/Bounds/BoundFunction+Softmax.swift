extension BoundFunction {
  /// Of softmax with a sum in lanes.
  static let softmax = BoundFunction(
    "softmax", version: 1, parameters: [.lanes], arguments: [.init("logits", "x, one row per group")],
    statement: "e y + 2^-148, e = E / (1 - E), E = (d + D + ceil(n / lanes) + log2(lanes) + 6) 2^-24",
    derivation: """
      y is the exact result, d = max x - x, and D is the average of all d, weighted by the results; a d above 104 \
      counts as 104, because its exponential underflows. Relative errors are in units of 2^-24. Each difference rounds \
      once, which moves its exponential by d, and the exponential itself is off by at most 2. The sum of the \
      exponentials, whose error is D + 2, passes through ceil(n / lanes) additions and log2(lanes) folds. The \
      reciprocal and the product round once each. E / (1 - E) covers all products of these errors. e^x and the product \
      each round to a multiple of 2^-149, e^x by up to one such multiple.
      """,
    source: "Higham 2002, lemma 3.1"
  ) { x in
    let (logits, y) = (try x.elements("logits"), x.expectedValues)
    return zip(y, relativeErrors(logits, weights: y, lanes: x.parameter("lanes"))).map { $0 * $1 + softmaxUnderflow }
  }

  /// Of the sum of a softmax.
  static let softmaxSum = BoundFunction(
    "softmax_sum", version: 1, parameters: [.lanes], arguments: [.count],
    statement: "gamma(ceil(n / lanes) + log2(lanes) + 2) + n 2^-149",
    derivation: """
      Each result is e (1/s), where e is an exponential as computed and s the computed sum of all e. How far each e is \
      off does not matter, because s is the sum of the same numbers. s is rounded at most ceil(n / lanes) + log2(lanes) \
      times, and 1/s and the product once each. Each product that underflows loses at most half of 2^-149.
      """,
    source: "Higham 2002, section 3.1"
  ) { x in
    let lanes = x.parameter("lanes")
    return try x.map("count") {
      Rounding.gamma(Rounding.chain(Int($0), lanes: lanes) + 2) + $0 * Rounding.smallest
    }
  }

  /// Of softmax of logits that a constant was added to, each sum rounded.
  static let softmaxShifted = BoundFunction(
    "softmax_shifted", version: 1, parameters: [.lanes],
    arguments: [
      .init("shifted", "the logits, one row per group, with the constant added and the sums rounded"),
      .init("weight", "exact softmax of the shifted logits"),
    ],
    statement: "y ((1 + e) (1 + t / (1 - t)) - 1) + 2^-148, t = 2^-23 max|x + c| (1 + 2^-23)",
    derivation: """
      y is the exact softmax of the logits before the shift; e is as in softmax, but for the shifted logits. Each sum \
      x + c is off by at most 2^-24 |x + c|, so an exact result changes by a factor of at most e^t, and e^t - 1 <= t / \
      (1 - t). 1 + 2^-23 covers the use of the rounded sums in place of the exact ones.
      """,
    source: "Higham 2002, lemma 3.1"
  ) { x in
    let shifted = try x.elements("shifted")
    let change = 2 * Rounding.unit * (shifted.map(abs).max() ?? 0) * (1 + 0x1p-23)
    let relative = relativeErrors(shifted, weights: try x.elements("weight"), lanes: x.parameter("lanes"))
    return zip(x.expectedValues, relative).map {
      $0 * ((1 + $1) * (1 + change / (1 - change)) - 1) + softmaxUnderflow
    }
  }

  /// Of an exponential that is right to some units in the last place.
  static let exponentialULPs = BoundFunction(
    "exponential_ulps", version: 1,
    parameters: [.init("ulps", "units in the last place of binary32 at the exact result", in: 1...1024)],
    statement: "ulps ulp(y) + y 2^-50",
    derivation: """
      y is the result in binary64, which is itself off by at most 2^-50 of its value; ulp(y) is the distance between \
      neighboring binary32 numbers at y, and 2^-149 below 2^-126.
      """,
    source: "Muller et al. 2018, section 2.3.2"
  ) { x in
    let ulps = Double(x.parameter("ulps"))
    return x.expectedValues.map { ulps * ulp($0) + $0 * WideExponential.relativeError }
  }

  /// What underflow may add: e^x and the product round to a multiple of 2^-149, the first by up to one.
  static let softmaxUnderflow = 2 * Rounding.smallest

  /// The relative error of each result of softmax, before underflow.
  ///
  /// - Parameters:
  ///   - weights: exact softmax of the logits.
  ///   - slack: how much larger than in `logits` a difference max - x may be, below 1; the weights of the average then
  ///     change by a factor of at most e^slack <= 1 + 2 slack.
  static func relativeErrors(_ logits: [Double], weights: [Double], slack: Double = 0, lanes: Int) -> [Double] {
    let maximum = logits.reduce(-Double.infinity) { $1 > $0 ? $1 : $0 }
    // Below -104 the exponential underflows: the absolute bound covers it.
    let distances = logits.map { min(maximum - $0, 104) + slack }
    let average = zip(weights, distances).reduce(0) { $0 + $1.0 * $1.1 } * (1 + 2 * slack)
    let sum = Double((logits.count + lanes - 1) / lanes)
    let others = Double(lanes.trailingZeroBitCount + 6)
    return distances.map { distance in
      let first = (distance + average + sum + others) * Rounding.unit
      return first / (1 - first)
    }
  }

  /// The distance between neighboring binary32 numbers at a value of binary64; 2^-149 where they are subnormal.
  private static func ulp(_ value: Double) -> Double {
    guard abs(value) >= 0x1p-126 else { return Rounding.smallest }
    return Double(sign: .plus, exponent: Int(value.exponent) - 23, significand: 1)
  }
}
