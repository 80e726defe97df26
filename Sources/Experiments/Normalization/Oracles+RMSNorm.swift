extension Oracle {
  /// The mean of the squares: each square is exact in binary64, their sum is a wide one.
  static func meanSquare(_ x: some Collection<Float>) -> Double { dot(x, x) / Double(x.count) }

  /// The normalized rows in binary64; relative error below 2^-50, far below any bound judged with it.
  static func rmsNorm(_ each: RMSNormCase) -> [Double] {
    each.rows.flatMap { row in
      let root = (meanSquare(row) + Double(each.epsilon)).squareRoot()
      return zip(row, each.weight).map { Double($0) / root * Double($1) }
    }
  }
}
