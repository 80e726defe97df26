extension BoundFunction {
  /// Of the scores of attention, dot products in lanes.
  static let attentionScores = BoundFunction(
    "attention_scores", version: 1, parameters: [.lanes],
    arguments: [.dimension, .init("dot", "exact q k"), .products],
    statement: "c (B (1 + gamma(3)) + gamma(3) |q k|) + 2^-149, c = 1 / sqrt(dimension), B of dot_fma_lanes",
    derivation: """
      The scale is off by two roundings, of the root and of the quotient, and multiplying by it rounds once more.
      """,
    source: "contracts/gqa-attention-v1.yaml"
  ) { x in
    let lanes = x.parameter("lanes")
    return try x.map("dimension", "dot", "magnitude") { scoreError($0, $1, $2, lanes: lanes) }
  }

  /// Of scores by somebody else.
  static let scaledDotAnyOrder = BoundFunction(
    "scaled_dot_any_order", version: 1, arguments: [.dimension, .products],
    statement: "c B, c = 1 / sqrt(dimension), B of dot_any_order",
    derivation: "The dot products, in any order, are multiplied by the scale in binary64, which rounds far less.",
    source: "Higham 2002, section 3.1"
  ) { x in
    try x.map("dimension", "magnitude") { dotInAnyOrder($0, $1) * (1 / $0.squareRoot()) }
  }

  /// Of attention, dot products and sums of softmax in lanes, values added position by position.
  static let attention = BoundFunction(
    "attention", version: 1, parameters: [.lanes],
    arguments: [
      .init("dot", "exact q k of each of T positions, one head per group"), .products,
      .init("weight", "exact softmax of the scores, of each position"),
      .init("value", "v, [T][dimension]"),
    ],
    statement: "sum over positions of p |v| ((1 + e) (1 + t / (1 - t)) (1 + gamma(T)) - 1) + |v| 2^-148 + 2^-149",
    derivation: """
      p is the exact weight of a position. No score of a row is off by more than B, the largest bound of \
      attention_scores in the row. This changes a weight by a factor of at most exp(t) with t = 2 B, and exp(t) - 1 <= \
      t / (1 - t). e is the relative error of softmax itself when it is given these scores. T fused additions, one for \
      each position, round T times. What underflows in a weight is multiplied by |v|, and each addition loses at most \
      half of 2^-149.
      """,
    source: "contracts/gqa-attention-v1.yaml"
  ) { x in
    let (dots, magnitudes, weights) = (try x.array("dot"), try x.array("magnitude"), try x.array("weight"))
    let (values, dimension, lanes) = (try x.array("value"), x.count, x.parameter("lanes"))
    guard magnitudes.count == dots.count, weights.count == dots.count, values.count == dots.count * dimension else {
      throw BoundProblem.argumentCount("value", of: x.function, values.count, elements: dots.count * dimension)
    }
    let scale = 1 / Double(dimension).squareRoot()
    let errors = dots.indices.map { scoreError(Double(dimension), dots[$0], magnitudes[$0], lanes: lanes) }
    let change = 2 * (errors.max() ?? 0)
    let gamma = Rounding.gamma(dots.count)
    let relative = relativeErrors(dots.map { $0 * scale }, weights: weights, slack: change, lanes: lanes).map {
      (1 + $0) * (1 + change / (1 - change)) * (1 + gamma) - 1
    }
    var bounds = [Double](repeating: 0, count: dimension)
    for position in dots.indices {
      for d in 0..<dimension {
        let magnitude = abs(values[position * dimension + d])
        bounds[d] +=
          weights[position] * magnitude * relative[position] + magnitude * softmaxUnderflow
          + Rounding.smallest
      }
    }
    return bounds
  }

  private static func scoreError(_ dimension: Double, _ dot: Double, _ magnitude: Double, lanes: Int) -> Double {
    let (scale, gamma3) = (1 / dimension.squareRoot(), Rounding.gamma(3))
    return scale * (dotLanes(dimension, magnitude, lanes: lanes) * (1 + gamma3) + gamma3 * abs(dot)) + Rounding.smallest
  }
}

extension BoundFunction.Argument {
  fileprivate static let dimension = Self("dimension", "elements of a head")
  fileprivate static let products = Self("magnitude", "sum of |q k| over the elements of a head")
}
