/// Attention in binary64, and what the bounds of its results are made of.
enum AttentionOracle {
  /// Outputs, [queryHeads][headDim], and the arrays of the bound `attention`, a group for each head.
  struct Result {
    var output: [Double] = []
    var bound: [(count: Int, arrays: [String: [Double]])] = []
  }

  /// Scores, [queryHeads][position], and the arrays of their bound.
  struct Scores {
    var value: [Double] = []
    var dot: [Double] = []
    var magnitude: [Double] = []
    /// The elements of a head, for each score.
    var dimension: [Double] { [Double](repeating: headDim, count: value.count) }
    fileprivate let headDim: Double
  }

  /// The scores: exact products, summed in twice binary64's precision, times 1/sqrt(dim) in binary64.
  static func scores(_ c: AttentionCase) -> Scores {
    let scale = 1 / Double(c.headDim).squareRoot()
    var result = Scores(headDim: Double(c.headDim))
    for head in 0..<c.queryHeads {
      for position in 0..<c.positions {
        let (q, k) = (c.query(head: head), c.key(position, head / c.ratio))
        let dot = Oracle.dot(q, k)
        result.value.append(dot * scale)
        result.dot.append(dot)
        result.magnitude.append(Oracle.absoluteDot(q, k))
      }
    }
    return result
  }

  /// The attention.
  static func decode(_ c: AttentionCase) -> Result {
    let scores = scores(c)
    var result = Result()
    for head in 0..<c.queryHeads {
      let row = head * c.positions..<(head + 1) * c.positions
      let weights = SoftmaxOracle.softmax(Array(scores.value[row]))
      let values = (0..<c.positions).flatMap { position in
        let start = position * c.width + head / c.ratio * c.headDim
        return c.values[start..<start + c.headDim].map(Double.init)
      }
      for d in 0..<c.headDim {
        var sum = Oracle.WideSum()
        for position in 0..<c.positions { sum.add(weights[position] * values[position * c.headDim + d]) }
        result.output.append(sum.value)
      }
      result.bound.append(
        (
          count: c.headDim,
          arrays: [
            "dot": Array(scores.dot[row]), "magnitude": Array(scores.magnitude[row]), "weight": weights,
            "value": values,
          ]
        ))
    }
    return result
  }
}
