/// Layer normalization in wider arithmetic, and how far the order of layernorm-v1 may be from it.
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

  /// The normalized rows, and the bound of layer_norm/error_bound for each value.
  static func values(_ each: LayerNormCase) -> (exact: [Double], bound: [Double]) {
    var (exact, bound): ([Double], [Double]) = ([], [])
    let m = (each.weight.count + 63) / 64 + 7
    let unit = ErrorBound.unitRoundoff
    for row in each.rows.map(Row.init) {
      let power = row.variance + Double(LayerNormCase.epsilon)
      let r = 1 / power.squareRoot()
      let shared = ErrorBound.gamma(m) * row.meanMagnitude
      let g = ErrorBound.gamma(m + 3) + shared * shared / power
      precondition(g <= 0.5, "outside of the bound's domain")
      let relative = (1 + g / 2 + g * g) * (1 + ErrorBound.gamma(5)) - 1
      for (i, d) in row.deviations.enumerated() {
        let (w, b) = (Double(each.weight[i]), Double(each.bias[i]))
        exact.append(d * r * w + b)
        bound.append(
          abs(w) * r * (abs(d) * relative + shared * (1 + relative))
            + unit * (abs(w) * r * (abs(d) + shared) * (1 + relative) + abs(b)) + 0x1p-149 * (1 + abs(w)))
      }
    }
    return (exact, bound)
  }
}
