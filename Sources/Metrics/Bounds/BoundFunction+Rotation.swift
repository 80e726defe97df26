extension BoundFunction {
  /// Of rotary position embedding.
  static let rotation = BoundFunction(
    "rotation", version: 1, arguments: [.init("magnitude", "|x0 c| + |x1 s| of the two terms of an element")],
    statement: "(gamma(3) + 2^-50) (|x0 c| + |x1 s|)",
    derivation: """
      Three roundings per term (the table's entry, the product, the sum), plus those of the oracle in binary64.
      """,
    source: "contracts/rope-v1.yaml"
  ) { x in
    try x.map("magnitude") { rotationError * $0 }
  }

  /// Of scores of rotated queries and keys, moved by the same number of positions.
  static let rotatedScores = BoundFunction(
    "rotated_scores", version: 1,
    arguments: [.init("query_norm", "the norm of q"), .init("key_norm", "the norm of k")],
    statement: "2 (2 e + e^2) |q| |k|, e = sqrt(2) (gamma(3) + 2^-50)",
    derivation: """
      Each rotated vector is off by at most e times its norm: a pair has two errors, each as in rotation, with |x0 c| \
      + |x1 s| <= sqrt(x0^2 + x1^2). A score of two such vectors is off by 2 e + e^2, and there are two scores.
      """,
    source: "contracts/rope-v1.yaml"
  ) { x in
    let error: Double = 2.0.squareRoot() * rotationError
    let relative: Double = 2 * (2 * error + error * error)
    return try x.map("query_norm", "key_norm") { relative * $0 * $1 }
  }

  /// Of the cosine of an angle that was rounded on its way.
  static let roundedAngle = BoundFunction(
    "rounded_angle", version: 1,
    parameters: [
      .init("roundings", "roundings of the angle of every pair but the first", in: 0...64),
      .init("per_pair", "further roundings for each pair before it", in: 0...64),
    ],
    arguments: [.init("pair", "index of the pair, from 0"), .init("angle", "the exact angle, not negative")],
    statement: "gamma(k) angle + 2^-24, k = 0 for pair 0, else roundings + per_pair pair",
    derivation: """
      A cosine moves by no more than its angle does. The first frequency is 1, which needs no rounding. Two cosines \
      are rounded to binary32, each by at most 2^-25.
      """,
    source: "contracts/rope-v1.yaml"
  ) { x in
    let (fixed, each) = (x.parameter("roundings"), x.parameter("per_pair"))
    return try x.map("pair", "angle") { pair, angle in
      Rounding.gamma(pair == 0 ? 0 : fixed + each * Int(pair)) * angle + 0x1p-24
    }
  }

  /// Of statistics of n differences, summed in binary64 in any order.
  static let statisticsOfSums = BoundFunction(
    "statistics_of_sums", version: 1,
    arguments: [
      .init("count", "n, the number of terms"),
      .init("magnitude", "the exact statistic if all terms are positive; 2 for a cosine"),
    ],
    statement: "magnitude (n + 3) 2^-52",
    derivation: """
      Sums of n terms in two orders differ by at most 2 n 2^-53 of the sum of magnitudes, and the root and the \
      quotient round three times. A cosine is relative to the norms, which are sums as well, so the error counts \
      twice.
      """,
    source: "Higham 2002, section 4.2"
  ) { x in
    try x.map("count", "magnitude") { $1 * ((Double(Int($0) + 3)) * 0x1p-52) }
  }

  private static let rotationError = Rounding.gamma(3) + 0x1p-50
}
