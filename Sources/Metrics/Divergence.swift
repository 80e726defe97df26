/// How far two distributions over the same classes are apart, given by their logits.
enum Divergence {
  /// The Kullback-Leibler divergence of softmax(expected) from softmax(actual), in nats.
  ///
  /// With d_i = ln p_i - ln q_i of the actual p and the expected q, it is the sum of q_i f(d_i),
  /// f(d) = e^d - 1 - d >= 0, which equals the sum of q_i ln(q_i/p_i) as both sum to 1. Written so, no
  /// term is negative, equal logits give exactly 0, and small divergences keep their digits. A logit of
  /// -infinity is a probability of 0: where it is expected it adds p_i, and where it is not the result
  /// is infinite. NaN, +infinity, and -infinity throughout have no softmax: the result is NaN.
  static func ofSoftmax(_ pairs: Pairs) -> Double {
    let (actual, expected) = (LogSum(pairs.actual), LogSum(pairs.expected))
    guard let actual, let expected else { return .nan }
    let shift = (actual.maximum - expected.maximum) + (actual.logOfSum - expected.logOfSum)
    return pairs.reduce(0.0) { sum, a, e in
      if e == -.infinity {
        sum += WideExponential.value(a - actual.maximum) / actual.sum
      } else {
        let weight = WideExponential.value(e - expected.maximum) / expected.sum
        // A weight that underflows to 0 is 0 whatever stands against it.
        if weight > 0 { sum += weight * Self.excess((a - e) - shift) }
      }
    }
  }

  /// e^d - 1 - d, by its series where the difference would cancel; infinite for -infinity.
  private static func excess(_ d: Double) -> Double {
    if abs(d) > 0.5 { return (WideExponential.value(d) - 1) - d }
    // d^2 (1/2! + d/3! + ... + d^14/16!), by Horner's rule; what is left out is below 2^-61 of it.
    let tail = stride(from: 16.0, through: 3.0, by: -1.0).reduce(1.0) { 1.0.addingProduct($0, d / $1) }
    return d * d / 2 * tail
  }

  /// The parts of ln(sum of e^x_i) = maximum + ln(sum of e^(x_i - maximum)).
  private struct LogSum {
    let maximum: Double
    let sum: Double
    let logOfSum: Double

    /// Nil where the logits have no softmax.
    init?(_ logits: Sample) {
      var (maximum, total) = (-Double.infinity, 0.0)
      for index in 0..<logits.count {
        let value = logits.value(index)
        guard !value.isNaN else { return nil }
        if maximum < value { maximum = value }
      }
      guard maximum.isFinite else { return nil }
      for index in 0..<logits.count { total += WideExponential.value(logits.value(index) - maximum) }
      (self.maximum, sum) = (maximum, total)
      logOfSum = WideLogarithm.value(sum)
    }
  }
}
