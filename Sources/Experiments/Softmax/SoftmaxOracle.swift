import Metrics

/// Softmax in binary64, and how far the order of softmax/order may be from it.
enum SoftmaxOracle {
  /// e^(x - max x) over its sum. Relative error below 2^-42 where a result is not below e^-700: the
  /// differences round by 2^-53 each, e^x by 2^-50, the sum by far less.
  static func softmax(_ x: [Double]) -> [Double] {
    let maximum = x.reduce(-Double.infinity) { $1 > $0 ? $1 : $0 }
    let exponentials = x.map { WideExponential.value($0 - maximum) }
    var sum = Oracle.WideSum()
    for value in exponentials { sum.add(value) }
    return exponentials.map { $0 / sum.value }
  }

  static func softmax(_ x: [Float]) -> [Double] { softmax(x.map(Double.init)) }

  /// A bound of the relative error of each result, before underflow (Higham 2002, lemma 3.1).
  ///
  /// In units of u = 2^-24: a difference rounds once, which moves its exponential by max - x; e^x is
  /// off by less than 1 ulp, at most 2; the sum of the others, whose relative error is the average
  /// D + 2 weighted with the results, passes ceil(n/64) additions in a lane and 6 folds; reciprocal
  /// and product round once each: E = (max - x + D + ceil(n/64) + 12) u, and E/(1-E) covers all orders.
  ///
  /// - Parameters:
  ///   - x: the logits.
  ///   - slack: how much larger than in `x` a difference max - x may be, below 1; the weights of the
  ///     average then change by a factor of at most e^slack <= 1 + 2 slack.
  static func relativeBound(_ x: [Double], slack: Double = 0) -> [Double] {
    let maximum = x.reduce(-Double.infinity) { $1 > $0 ? $1 : $0 }
    // Below -104 the exponential underflows: the absolute bound covers it.
    let distances = x.map { min(maximum - $0, 104) + slack }
    let average = zip(softmax(x), distances).reduce(0) { $0 + $1.0 * $1.1 } * (1 + 2 * slack)
    return distances.map { distance in
      let first = (distance + average + Double((x.count + 63) / 64) + 12) * ErrorBound.unitRoundoff
      return first / (1 - first)
    }
  }

  /// What underflow may add: e^x and the product round to a multiple of 2^-149, the first by up to one.
  static let underflow = 0x1p-148

  /// A bound of the absolute error of each result.
  static func bound(_ x: [Float]) -> [Double] {
    let wide = x.map(Double.init)
    return zip(softmax(wide), relativeBound(wide)).map { $0 * $1 + underflow }
  }
}
