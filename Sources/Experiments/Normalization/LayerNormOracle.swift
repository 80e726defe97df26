/// Layer normalization in wider arithmetic.
enum LayerNormOracle {
  /// One row: its deviations, its variance and the mean of its magnitudes, each far more exact than any bound.
  private struct Row {
    let deviations: [Double]
    let variance: Double
    let meanMagnitude: Double

    init(_ x: ArraySlice<Float>) {
      let n = Double(x.count)
      var sum = Oracle.WideSum()
      for value in x { sum.add(Double(value)) }
      let mean = sum.value / n
      deviations = x.map { Double($0) - mean }
      var squares = Oracle.WideSum()
      for d in deviations { squares.add(d * d) }
      variance = squares.value / n
      meanMagnitude = x.reduce(0) { $0 + abs(Double($1)) } / n
    }
  }

  /// The normalized rows, and what the bound of layer_norm/error_bound is made of.
  static func values(_ each: LayerNormCase) -> (exact: [Double], bound: [(count: Int, arrays: [String: [Double]])]) {
    let (weight, bias) = (each.weight.map(Double.init), each.bias.map(Double.init))
    let epsilon = Double(LayerNormCase.epsilon)
    let rows = each.rows.map(Row.init)
    let exact = rows.flatMap { row in
      let r = 1 / (row.variance + epsilon).squareRoot()
      return row.deviations.indices.map { row.deviations[$0] * r * weight[$0] + bias[$0] }
    }
    let bound = rows.map { row in
      (
        count: row.deviations.count,
        arrays: [
          "deviation": row.deviations, "variance": [row.variance], "mean_magnitude": [row.meanMagnitude],
          "weight": weight, "bias": bias, "epsilon": [epsilon],
        ]
      )
    }
    return (exact, bound)
  }
}
