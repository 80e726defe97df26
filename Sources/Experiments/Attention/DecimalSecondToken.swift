/// The published second token with its recipe carried out in binary64, not in binary32 as the
/// fixture is: the figures given for it are of this one.
enum DecimalSecondToken {
  /// gen(m)[i] = ((m i) mod 100) * 0.01.
  private static func gen(_ multiplier: Int, _ index: Int) -> Double { Double(multiplier * index % 100) * 0.01 }

  private static func centered(_ multiplier: Int, _ index: Int) -> Double { gen(multiplier, index) - 0.5 }

  /// Output i of [28][128], for binary64's rounding of inputs, sums and products.
  static func output(_ index: Int, queries: Int = 29) -> Double {
    let (head, start) = (index / 128, index / 128 / 7 * 128)
    func score(_ keys: Int) -> Double {
      var sum = Oracle.WideSum()
      for d in 0..<128 { sum.add(centered(queries, head * 128 + d) * centered(keys, start + d)) }
      return sum.value / (128.0).squareRoot()
    }
    let weights = SoftmaxOracle.softmax([score(53), score(61)])
    return weights[0] * gen(59, start + index % 128) + weights[1] * gen(67, start + index % 128)
  }
}
