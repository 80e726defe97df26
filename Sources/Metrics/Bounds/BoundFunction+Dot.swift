extension BoundFunction {
  /// Of a dot product with fused steps in lanes.
  static let dotFMALanes = BoundFunction(
    "dot_fma_lanes", version: 1, parameters: [.lanes], arguments: [.count, .magnitude],
    statement: "gamma(ceil(n / lanes) + log2(lanes) + 1) sum|a b| + n 2^-149",
    derivation: """
      A term passes through at most ceil(n / lanes) fused steps in its lane and log2(lanes) folds, each of which \
      rounds once; the bound allows one rounding more. Each fused step that underflows loses at most half of 2^-149.
      """,
    source: "Higham 2002, section 3.1"
  ) { x in
    let lanes = x.parameter("lanes")
    return try x.map("count", "magnitude") { dotLanes($0, $1, lanes: lanes) }
  }

  /// Of a dot product in any order.
  static let dotAnyOrder = BoundFunction(
    "dot_any_order", version: 1, arguments: [.count, .magnitude],
    statement: "gamma(n) sum|a b| + n 2^-149",
    derivation: """
      In whatever order n products are summed, fused or not, a term is rounded at most n times: once as a product and in \
      at most n - 1 sums. Each product that underflows loses at most half of 2^-149.
      """,
    source: "Higham 2002, sections 3.1 and 4.2"
  ) { x in
    try x.map("count", "magnitude", dotInAnyOrder)
  }

  /// Of a sum of terms that are rounded before they are multiplied.
  static let dotOfRoundedTerms = BoundFunction(
    "dot_of_rounded_terms", version: 1,
    arguments: [.count, .init("term_magnitude", "sum of |w (s q)|, s q as rounded")],
    statement: "gamma(n + 2) sum|w (s q)|",
    derivation: """
      As in dot_any_order, but one factor of each term is itself a rounded product, which adds one rounding; the bound \
      allows one more. Nothing underflows where the bound is used: on factors of one block at ordinary scales.
      """,
    source: "Higham 2002, section 3.1"
  ) { x in
    try x.map("count", "term_magnitude") { Rounding.gamma(Int($0) + 2) * $1 }
  }

  static func dotLanes(_ count: Double, _ magnitude: Double, lanes: Int) -> Double {
    Rounding.gamma(Rounding.chain(Int(count), lanes: lanes) + 1) * magnitude + count * Rounding.smallest
  }

  static func dotInAnyOrder(_ count: Double, _ magnitude: Double) -> Double {
    Rounding.gamma(count) * magnitude + count * Rounding.smallest
  }
}

extension BoundFunction.Argument {
  static let count = Self("count", "n, the number of terms of the sum behind an element")
  static let magnitude = Self("magnitude", "the sum of the magnitudes of these terms")
}
