import Measuring
import Kernels

/// Wrong forms of the two published orders: each breaks one step of the recipe.
enum PublishedDotMutants {
  static let wideAccumulator = Mutant<DotKernel>(
    "wide_accumulator", "the sum is kept in binary64 and rounded once"
  ) { a, b in
    Float(zip(a, b).reduce(0.0) { $0 + Double($1.0 * $1.1) })
  }

  static let lastElementDropped = Mutant<DotKernel>("last_element_dropped", "the last product is not added") {
    try Dot.sequential($0.dropLast(), $1.dropLast())
  }

  static let otherPairing = Mutant<DotKernel>(
    "other_pairing", "(q0 + q2) + (q1 + q3) instead of (q0 + q1) + (q2 + q3)"
  ) {
    lanes8($0, $1) { lanes in
      let q = (0..<4).map { lanes[$0] + lanes[$0 + 4] }
      return (q[0] + q[2]) + (q[1] + q[3])
    }
  }

  static let tailDroppedLane8 = Mutant<DotKernel>("tail_dropped_lane8", "the last chunk of 8 is not read") {
    try Dot.lane8(Array($0.dropLast(8)), Array($1.dropLast(8)))
  }

  /// Other orders that give the published figure on the published input: a fused sum, one from the
  /// last element to the first, and eight lanes of which neighbors are folded.
  static let unseenOrders: [@Sendable ([Float], [Float]) -> Float] = [
    { zip($0, $1).reduce(0) { $0.addingProduct($1.0, $1.1) } },
    { SummationOrder.reversed.dot($0, $1) },
    {
      lanes8($0, $1) { lanes in
        let q = (0..<4).map { lanes[2 * $0] + lanes[2 * $0 + 1] }
        return (q[0] + q[1]) + (q[2] + q[3])
      }
    },
  ]

  /// Eight lanes over whole chunks, with another fold; the published input has no tail.
  private static func lanes8(_ a: [Float], _ b: [Float], fold: ([Float]) -> Float) -> Float {
    var lanes = [Float](repeating: 0, count: 8)
    for index in a.indices { lanes[index % 8] = lanes[index % 8].addingProduct(a[index], b[index]) }
    return fold(lanes)
  }
}
