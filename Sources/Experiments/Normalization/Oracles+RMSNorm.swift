extension Oracle {
  /// The mean of the squares: each square is exact in binary64, their sum is a wide one.
  static func meanSquare(_ x: some Collection<Float>) -> Double { dot(x, x) / Double(x.count) }

  /// The normalised rows in binary64; relative error below 2^-50, far below any bound judged with it.
  static func rmsNorm(_ each: RMSNormCase) -> [Double] {
    each.rows.flatMap { row in
      let root = (meanSquare(row) + Double(each.epsilon)).squareRoot()
      return zip(row, each.weight).map { Double($0) / root * Double($1) }
    }
  }
}

extension ErrorBound {
  /// Of one normalised value y.
  ///
  /// The sum of squares has positive terms only, each through ceil(n/64) fused steps and six folds; the
  /// division by n and the addition of epsilon >= 0 make m = ceil(n/64) + 8 roundings. With g = gamma_m,
  /// (1 + t)^(-1/2) is within g/2 + g^2 of 1 for |t| <= g <= 1/2; root, reciprocal and two products add
  /// four roundings. Where squares underflow, each loses at most 2^-150, and so do their mean and the
  /// division that makes it: 2^-149, seen against epsilon. The two products lose at most 2^-150 each.
  static func rmsNorm(_ each: RMSNormCase, expected: [Double]) -> [Double] {
    let underflow = each.epsilon > 0 ? 0x1p-149 / Double(each.epsilon) : 0
    let sum = gamma((each.columns + 63) / 64 + 8) + underflow
    let root = sum / 2 + sum * sum
    let relative = root + gamma(4) * (1 + root)
    return expected.indices.map { index in
      relative * abs(expected[index]) + 0x1p-149 * (1 + abs(Double(each.weight[index % each.columns])))
    }
  }
}
