/// Attention in binary64, and how far the order of the contract may be from it.
enum AttentionOracle {
  /// Outputs and their bounds, [queryHeads][headDim].
  struct Result {
    var output: [Double] = []
    var bound: [Double] = []
  }

  /// Scores and their bounds, [queryHeads][position].
  struct Scores {
    var value: [Double] = []
    var bound: [Double] = []
  }

  /// The scores: exact products, summed in twice binary64's precision, times 1/sqrt(dim) in binary64.
  ///
  /// The bound: the dot product's own (f32-dot-v1); the scale is off by two roundings, root and quotient,
  /// and the product with it rounds once more: gamma_3.
  static func scores(_ c: AttentionCase) -> Scores {
    let scale = 1 / Double(c.headDim).squareRoot()
    let gamma3 = ErrorBound.gamma(3)
    var result = Scores()
    for head in 0..<c.queryHeads {
      for position in 0..<c.positions {
        let (q, k) = (c.query(head: head), c.key(position, head / c.ratio))
        let dot = Oracle.dot(q, k)
        let ofDot = ErrorBound.dot64(count: c.headDim, absoluteDot: Oracle.absoluteDot(q, k))
        result.value.append(dot * scale)
        result.bound.append(scale * (ofDot * (1 + gamma3) + gamma3 * abs(dot)) + 0x1p-149)
      }
    }
    return result
  }

  /// The attention, and for each output the sum over positions of weight * |value| times the relative
  /// error of a product: that of softmax, the change of a weight by the errors of the scores, at most
  /// e^(2 max error), and gamma_T of the T fused additions.
  static func decode(_ c: AttentionCase) -> Result {
    let scores = scores(c)
    let gamma = ErrorBound.gamma(c.positions)
    var result = Result()
    for head in 0..<c.queryHeads {
      let row = head * c.positions..<(head + 1) * c.positions
      let x = Array(scores.value[row])
      let weights = SoftmaxOracle.softmax(x)
      let change = 2 * scores.bound[row].max()!
      let relative = SoftmaxOracle.relativeBound(x, slack: change).map {
        // e^x - 1 <= x / (1 - x).
        (1 + $0) * (1 + change / (1 - change)) * (1 + gamma) - 1
      }
      for d in 0..<c.headDim {
        var sum = Oracle.WideSum()
        var bound = 0.0
        for position in 0..<c.positions {
          let value = Double(c.values[position * c.width + head / c.ratio * c.headDim + d])
          sum.add(weights[position] * value)
          bound += weights[position] * abs(value) * relative[position] + abs(value) * SoftmaxOracle.underflow + 0x1p-149
        }
        result.output.append(sum.value)
        result.bound.append(bound)
      }
    }
    return result
  }
}
