import FalsifierKit
import Kernels

/// Matrices of Q4_K weights with several rows of Q8_K activations.
struct MatMatCases {
  struct Matrix: Sendable {
    let rows: Int
    let columns: Int
    let count: Int
    let weights: [UInt8]
    let activations: Q8K.Row

    /// A row of weights.
    func row(_ index: Int) -> [UInt8] {
      let bytes = columns / 256 * 144
      return Array(weights[bytes * index..<bytes * (index + 1)])
    }

    /// One of the activations.
    func activation(_ index: Int) throws -> Q8K.Row {
      let blocks = columns / 256
      return try Q8K.Row(
        scales: Array(activations.scales[blocks * index..<blocks * (index + 1)]),
        values: Array(activations.values[columns * index..<columns * (index + 1)]))
    }
  }

  let matrices: [Matrix]
  private let domain: String
  private let seed: String

  /// Rows, super-blocks a row, activations: around the tiles of the fastest path, which takes 32 rows, 16 of them
  /// a register, and activations by fours and by groups of 32; a single one of each is among them.
  private static let shapes = [
    (1, 1, 1), (5, 1, 3), (31, 2, 4), (32, 3, 5), (33, 1, 7), (47, 2, 9), (65, 3, 17), (16, 1, 33), (3, 1, 129),
  ]

  /// Each shape with ordinary headers, with arbitrary and special ones, and with the largest sums there are.
  static func all(_ run: Recorder) throws -> MatMatCases {
    let domain = "\(shapes): ordinary headers, special headers and scales of any bits, largest sums"
    var random = run.random("matrices", domain: domain)
    var matrices: [Matrix] = []
    for (rows, blocks, count) in shapes {
      let (superBlocks, columns) = (rows * blocks, blocks * 256)
      func add(_ weights: [UInt8], _ activations: Q8K.Row) {
        matrices.append(
          Matrix(rows: rows, columns: columns, count: count, weights: weights, activations: activations))
      }
      add(
        Q4KCases.blocks(superBlocks, &random, header: Q4KCases.ordinaryHeader),
        try Q8K.quantizePublished(random.units(columns * count)))
      let scales = (0..<blocks * count).map { $0 % 5 == 3 ? random.anyBits() : random.scaled(exponents: -2...2) }
      let values = (0..<columns * count).map { _ in Int8(truncatingIfNeeded: random.next() >> 56) }
      var special = Q4KCases.blocks(superBlocks, &random, header: Q4KCases.finiteHeader)
      for block in stride(from: 0, to: superBlocks, by: 7) {
        special.replaceSubrange(144 * block..<144 * block + 4, with: Q4KCases.specialHeader(&random))
      }
      add(special, try Q8K.Row(scales: scales, values: values))
      // Scales and minimums 63; weights of 14 and 15 and values near -128 make sums that binary32 has to round.
      let largest = (0..<superBlocks).flatMap { _ in
        Q4KCases.ordinaryHeader(&random) + [UInt8](repeating: 0xff, count: 12)
          + (0..<128).map { _ in 0xff ^ UInt8(random.integer(in: 0..<2)) }
      }
      let least = (0..<columns * count).map { _ in Int8(-128 + random.integer(in: 0..<3)) }
      add(largest, try Q8K.Row(scales: [Float](repeating: 1, count: blocks * count), values: least))
    }
    return MatMatCases(matrices: matrices, domain: domain, seed: random.seed)
  }

  /// Records weights, scales and values as inputs, one matrix after the other.
  func record(in run: Recorder) {
    let cases = matrices.count
    run.input("weights", matrices.flatMap(\.weights.signed), generator: domain, seed: seed, cases: cases)
    run.input("scales", matrices.flatMap(\.activations.scales), generator: domain, seed: seed, cases: cases)
    run.input("values", matrices.flatMap(\.activations.values), generator: domain, seed: seed, cases: cases)
  }
}
