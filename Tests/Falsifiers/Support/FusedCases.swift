import FalsifierKit
import Kernels

/// Rows of Q4_K weights with rows of Q8_K activations of the same length.
struct FusedCases {
  typealias Pair = (weights: [UInt8], activation: Q8K.Row)

  let pairs: [Pair]
  private let generator: String
  private let seed: String

  /// Around the two accumulators and the rows of real models (3,584 and 18,944 columns).
  private static let blockCounts = [1, 2, 3, 4, 5, 7, 14, 33, 74]

  /// Finite products without overflow: quantised units, any finite header, scales from 2^-140 to 2^20,
  /// the largest sums there are.
  static func finite(_ run: Recorder) throws -> FusedCases {
    let domain =
      "\(blockCounts) blocks: quantised units, finite headers with scales 2^-20...2^20, 2^-149...2^-110, largest sums"
    var random = run.random("finite rows", domain: domain)
    var pairs: [Pair] = []
    for blocks in blockCounts {
      for _ in 0..<4 {
        pairs.append(
          (
            Q4KCases.blocks(blocks, &random, header: Q4KCases.ordinaryHeader),
            try Q8K.quantizePublished(random.units(256 * blocks))
          ))
        pairs.append(
          (
            Q4KCases.blocks(blocks, &random, header: Q4KCases.finiteHeader),
            try row(blocks, &random, scales: -20...20)
          ))
      }
      pairs.append(
        (
          Q4KCases.blocks(blocks, &random, header: Q4KCases.finiteHeader),
          try row(blocks, &random, scales: -149 ... -110)
        ))
      pairs.append(try largest(blocks, &random, value: .min))
      pairs.append(try largest(blocks, &random, value: .max))
    }
    return FusedCases(pairs: pairs, generator: "finite rows: \(domain)", seed: random.seed)
  }

  /// What tells orders and special values apart: any header, any scale.
  static func adversarial(_ run: Recorder) throws -> FusedCases {
    let domain = "0...20 blocks: finite, any and special headers; scales 2^-20...2^20 and of any bits"
    var random = run.random("adversarial rows", domain: domain)
    var pairs: [Pair] = []
    for blocks in 0...20 {
      for _ in 0..<4 {
        pairs.append(
          (
            Q4KCases.blocks(blocks, &random, header: Q4KCases.ordinaryHeader),
            try row(blocks, &random, scales: -2...2)
          ))
      }
      pairs.append(
        (
          Q4KCases.blocks(blocks, &random, header: Q4KCases.finiteHeader), try row(blocks, &random, scales: -20...20)
        ))
      for header in [Q4KCases.anyHeader, Q4KCases.specialHeader] {
        let scales = (0..<blocks).map { _ in random.anyBits() }
        pairs.append(
          (
            Q4KCases.blocks(blocks, &random, header: header),
            try Q8K.Row(scales: scales, values: anyValues(blocks, &random))
          ))
      }
      // Special headers in one block only, so that the others count.
      var weights = Q4KCases.blocks(blocks, &random, header: Q4KCases.ordinaryHeader)
      if blocks > 0 { weights.replaceSubrange(0..<4, with: Q4KCases.specialHeader(&random)) }
      pairs.append((weights, try row(blocks, &random, scales: -2...2)))
    }
    return FusedCases(pairs: pairs, generator: "adversarial rows: \(domain)", seed: random.seed)
  }

  /// Records weights, scales and values as inputs, one pair after the other.
  func record(in run: Recorder) {
    let count = pairs.count
    run.input("weights", pairs.flatMap(\.weights.signed), generator: generator, seed: seed, cases: count)
    run.input("scales", pairs.flatMap(\.activation.scales), generator: generator, seed: seed, cases: count)
    run.input("values", pairs.flatMap(\.activation.values), generator: generator, seed: seed, cases: count)
  }

  private static func row(
    _ blocks: Int, _ random: inout SeededGenerator, scales: ClosedRange<Int>
  ) throws -> Q8K.Row {
    let scales = (0..<blocks).map { _ in random.scaled(exponents: scales) }
    return try Q8K.Row(scales: scales, values: anyValues(blocks, &random))
  }

  /// Every weight 15 with scale and minimum 63, every activation the same: the sums at their limits.
  private static func largest(_ blocks: Int, _ random: inout SeededGenerator, value: Int8) throws -> Pair {
    let body = [UInt8](repeating: 0xff, count: 140)
    let weights = (0..<blocks).flatMap { _ in Q4KCases.ordinaryHeader(&random) + body }
    let scales = (0..<blocks).map { _ in random.scaled(exponents: -2...2) }
    return (weights, try Q8K.Row(scales: scales, values: [Int8](repeating: value, count: 256 * blocks)))
  }

  private static func anyValues(_ blocks: Int, _ random: inout SeededGenerator) -> [Int8] {
    (0..<256 * blocks).map { _ in Int8(truncatingIfNeeded: random.next() >> 56) }
  }
}
