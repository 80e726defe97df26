import Measuring
import Kernels

/// A dot product of two vectors.
typealias DotKernel = @Sendable ([Float], [Float]) throws -> Float

/// The kernels that the claims are about.
enum DotKernels {
  @TaskLocal static var real: DotKernel = { try Dot.f32($0, $1) }
  static let sequential: DotKernel = { try Dot.sequential($0, $1) }
  static let lane8: DotKernel = { try Dot.lane8($0, $1) }

  /// The dot product with its sum in another order, every product rounded.
  static func inOrder(_ order: SummationOrder) -> DotKernel { { order.dot($0, $1) } }
}

/// Wrong dot products: the real kernel with one fault each.
enum DotMutants {
  static let tailDropped = Mutant<DotKernel>(
    "tail_dropped", "the last n mod 64 elements, or the last one where there is no tail, are not read"
  ) {
    let kept = $0.count % 64 == 0 ? max($0.count - 1, 0) : $0.count / 64 * 64
    return try Dot.f32(Array($0.prefix(kept)), Array($1.prefix(kept)))
  }

  /// Lane 63 is given products of zeros, so that the fold takes +0 from it; all others keep their terms.
  static let lastLaneDropped = Mutant<DotKernel>("last_lane_dropped", "lane 63 is left out of the fold") { a, b in
    func emptied(_ x: [Float]) -> [Float] { x.indices.map { $0 % 64 == 63 ? 0 : x[$0] } }
    return try Dot.f32(emptied(a), emptied(b))
  }

  static let firstElementTwice = Mutant<DotKernel>("first_element_twice", "the first product is added twice") { a, b in
    try Dot.f32(a + a.prefix(1), b + b.prefix(1))
  }

  /// The order of dot/order, each lane of which holds what a binary16 accumulator with the range of binary32 would.
  static let f16Accumulator = Mutant<DotKernel>(
    "f16_accumulator", "lanes are rounded to 11 significant bits after every sum"
  ) {
    lanes64($0, $1, fused: true, foldAdjacent: false, lane: toElevenBits)
  }

  /// Rounds to 11 significant bits, ties to even.
  static func toElevenBits(_ value: Float) -> Float {
    guard value.isFinite else { return value }
    let rounded = value.bitPattern + 0xFFF + (value.bitPattern >> 13 & 1)
    return Float(bitPattern: rounded & 0xFFFF_E000)
  }

  static let strideTwo = Mutant<DotKernel>("stride_two", "b is read with stride two, wrapping round") { a, b in
    try Dot.f32(a, b.indices.map { b[2 * $0 % b.count] })
  }

  static let lastBlockDropped = Mutant<DotKernel>("last_block_dropped", "the last 64 elements are not read") {
    let kept = max($0.count - 64, 0)
    return try Dot.f32(Array($0.prefix(kept)), Array($1.prefix(kept)))
  }

  /// The real kernel without the last element, where a tail has one.
  static let lastOfTailDropped: DotKernel = { a, b in
    a.count % 64 == 0 ? try Dot.f32(a, b) : try Dot.f32(a.dropLast(), b.dropLast())
  }

  // MARK: Faults of order alone

  static let sequentialOrder = Mutant<DotKernel>(
    "sequential_order", "one accumulator in ascending order", oneAccumulator)

  static let eightLanes = Mutant<DotKernel>(
    "eight_lanes", "the published order of 8 lanes instead of ours of 64", DotKernels.lane8)

  static let unfused = Mutant<DotKernel>("unfused", "products are rounded before they are added") {
    lanes64($0, $1, fused: false, foldAdjacent: false)
  }

  static let foldAdjacent = Mutant<DotKernel>("fold_adjacent", "neighboring lanes are folded instead of halves") {
    lanes64($0, $1, fused: true, foldAdjacent: true)
  }

  /// Products are fused as in dot/order: the order of the sum is all that is another one.
  static let oneAccumulator: DotKernel = { a, b in
    let sum = zip(a, b).reduce(Float(0)) { $0.addingProduct($1.0, $1.1) }
    return sum.isNaN ? Float(bitPattern: 0x7fc0_0000) : sum
  }

  /// The order of dot/order, with three steps that can be got wrong.
  static func lanes64(
    _ a: [Float], _ b: [Float], fused: Bool, foldAdjacent: Bool, lane rounded: (Float) -> Float = { $0 }
  ) -> Float {
    var lanes = [Float](repeating: 0, count: 64)
    for index in a.indices {
      let lane = index % 64
      lanes[lane] = rounded(
        fused ? lanes[lane].addingProduct(a[index], b[index]) : lanes[lane] + a[index] * b[index])
    }
    while lanes.count > 1 {
      let half = lanes.count / 2
      lanes = (0..<half).map { foldAdjacent ? lanes[2 * $0] + lanes[2 * $0 + 1] : lanes[$0] + lanes[$0 + half] }
    }
    return lanes[0].isNaN ? Float(bitPattern: 0x7fc0_0000) : lanes[0]
  }
}
