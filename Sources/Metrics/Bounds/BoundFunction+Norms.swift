extension BoundFunction {
  /// Of RMS normalization with a sum of squares in lanes.
  static let rmsNorm = BoundFunction(
    "rms_norm", version: 1, parameters: [.lanes],
    arguments: [
      .init("weight", "w, with as many elements as a row; a group may hold several rows"),
      .init("epsilon", "one number, not negative"),
    ],
    statement:
      "(r + gamma(4) (1 + r)) |y| + 2^-149 (1 + |w|), r = g/2 + g^2, g = gamma(ceil(n/lanes) + log2(lanes) + 2) + 2^-149/epsilon",
    derivation: """
      y is the exact result. The sum of squares has no negative terms, and each passes through ceil(n / lanes) fused \
      steps and log2(lanes) folds. The division by n and the addition of epsilon round once each. So the sum under the \
      root is off by a relative g, with g <= 1/2. For |t| <= g, (1 + t)^(-1/2) differs from 1 by at most g/2 + g^2. The \
      root, the reciprocal and two products add four roundings. \
      Underflow: each square loses at most 2^-150, and so does their mean; dividing by n loses at most 2^-150 more. \
      Together that is 2^-149, relative to epsilon (nothing is added if epsilon is 0). The last two products lose at \
      most 2^-150 each.
      """,
    source: "Higham 2002, sections 3.1 and 3.3"
  ) { x in
    let (weight, epsilon) = (try x.array("weight"), try x.number("epsilon"))
    let underflow = epsilon > 0 ? Rounding.smallest / epsilon : 0
    let sum = Rounding.gamma(Rounding.chain(weight.count, lanes: x.parameter("lanes")) + 2) + underflow
    let root = sum / 2 + sum * sum
    let relative = root + Rounding.gamma(4) * (1 + root)
    return x.expectedValues.enumerated().map { index, value in
      relative * abs(value) + Rounding.smallest * (1 + abs(weight[index % weight.count]))
    }
  }

  /// Of layer normalization with sums in lanes.
  static let layerNorm = BoundFunction(
    "layer_norm", version: 1, parameters: [.lanes],
    arguments: [
      .init("deviation", "x - mean, one row per group"),
      .init("variance", "the mean square of the deviations, one number"),
      .init("mean_magnitude", "the mean of |x|, one number"), .init("weight", "w, of the row"),
      .init("bias", "b, of the row"), .init("epsilon", "one number"),
    ],
    statement: "|w| r (|d| e + s (1 + e)) + 2^-24 (|w| r (|d| + s) (1 + e) + |b|) + 2^-149 (1 + |w|)",
    derivation: """
      d is the deviation, r = 1 / sqrt(variance + epsilon), and s = gamma(m) mean|x| with m = ceil(n / lanes) + \
      log2(lanes) + 1: s is how far the mean, and with it every deviation, may be off. g = gamma(m + 3) + s^2 / \
      (variance + epsilon) is the relative error of the sum under the root, at most 1/2; e = (1 + g/2 + g^2) (1 + \
      gamma(5)) - 1 is the relative error of a result's factor. The addition of b rounds once. Products that underflow \
      lose at most 2^-150 each.
      """,
    source: "Higham 2002, sections 1.9 and 3.1"
  ) { x in
    let (variance, power) = (try x.number("variance"), try x.number("variance") + x.number("epsilon"))
    let (deviations, weight, bias) = (try x.elements("deviation"), try x.elements("weight"), try x.elements("bias"))
    let m = Rounding.chain(x.count, lanes: x.parameter("lanes")) + 1
    let r = 1 / power.squareRoot()
    let shared = Rounding.gamma(m) * (try x.number("mean_magnitude"))
    let g = Rounding.gamma(m + 3) + shared * shared / power
    guard g <= 0.5 else { throw BoundProblem.outsideDomain(of: x.function, "variance \(variance) is lost in rounding") }
    let relative = (1 + g / 2 + g * g) * (1 + Rounding.gamma(5)) - 1
    return deviations.indices.map { i in
      let (d, w, b) = (deviations[i], weight[i], bias[i])
      return abs(w) * r * (abs(d) * relative + shared * (1 + relative))
        + Rounding.unit * (abs(w) * r * (abs(d) + shared) * (1 + relative) + abs(b))
        + Rounding.smallest * (1 + abs(w))
    }
  }
}
