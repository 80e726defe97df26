/// Deterministic references in wider arithmetic: no libm, no order that depends on the processor.
package enum Oracle {
  /// A sum with twice the precision of binary64, by error-free transformations (Knuth's TwoSum).
  struct WideSum {
    private var high = 0.0
    private var low = 0.0

    mutating func add(_ value: Double) {
      let sum = high + value
      let rounded = sum - high
      low += (high - (sum - rounded)) + (value - rounded)
      high = sum
    }

    var value: Double { high + low }
  }

  /// The dot product; each product of two binary32 numbers is exact in binary64, and the sum's
  /// error, below n^2 * 2^-106 of the sum of magnitudes, is far below any bound judged with it.
  package static func dot(_ a: some Collection<Float>, _ b: some Collection<Float>) -> Double {
    var sum = WideSum()
    for (x, y) in zip(a, b) { sum.add(Double(x) * Double(y)) }
    return sum.value
  }

  /// The sum of |a_i b_i|, rounded in binary64: enough for a bound.
  package static func absoluteDot(_ a: some Collection<Float>, _ b: some Collection<Float>) -> Double {
    zip(a, b).reduce(0) { $0 + abs(Double($1.0) * Double($1.1)) }
  }
}
