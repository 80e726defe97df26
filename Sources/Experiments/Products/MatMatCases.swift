import Measuring
import Kernels

/// Matrices of weights with several rows of quantized activations.
struct MatMatCases<Row: FusedActivations> {
  struct Matrix: Sendable {
    let reading: ProductReading
    let rows: Int
    let columns: Int
    let count: Int
    let weights: [UInt8]
    let activations: Row

    /// The number of blocks of a row.
    var blocks: Int { columns / reading.format.blockWeights }

    /// A row of weights.
    func row(_ index: Int) -> [UInt8] {
      let bytes = blocks * reading.format.blockBytes
      return Array(weights[bytes * index..<bytes * (index + 1)])
    }

    /// One of the activations.
    func activation(_ index: Int) throws -> Row { try activations.part(blocks * index..<blocks * (index + 1)) }

    /// Every product of a row and an activation, [count][rows], one by one in the stated order or a wrong one.
    func products(_ order: FusedOrder) throws -> [Float] {
      let weightRows = (0..<rows).map { reading.blocks(row($0)) }
      return try (0..<count).flatMap { index in
        let activation = try activation(index)
        return weightRows.map { order.dot(reading, $0, activation) }
      }
    }
  }

  /// Rows, blocks a row, activations.
  typealias Shape = (rows: Int, blocks: Int, count: Int)

  let matrices: [Matrix]
  private let domain: String
  private let seed: String

  /// Each shape with ordinary headers, with arbitrary and special ones, and with the largest sums there are.
  static func all(_ run: Recorder, _ readings: [ProductReading], _ shapes: [Shape]) throws -> MatMatCases {
    let sizes = "[" + shapes.map { "(\($0.rows), \($0.blocks), \($0.count))" }.joined(separator: ", ") + "]"
    let domain =
      FusedCases<Row>.names(readings)
      + "\(sizes): ordinary headers, special headers and scales of any bits, largest sums"
    var random = run.random("matrices")
    var matrices: [Matrix] = []
    for reading in readings {
      let size = reading.format.blockBytes
      for (rows, blocks, count) in shapes {
        let (all, columns) = (rows * blocks, blocks * reading.format.blockWeights)
        func add(_ weights: [UInt8], _ activations: Row) {
          matrices.append(
            Matrix(
              reading: reading, rows: rows, columns: columns, count: count, weights: weights, activations: activations))
        }
        add(reading.blocks(all, &random, .ordinary), try Row.quantized(random.units(columns * count)))
        let scales = (0..<blocks * count).map { $0 % 5 == 3 ? random.anyBits() : random.scaled(exponents: -2...2) }
        let values = (0..<columns * count).map { _ in Int8(truncatingIfNeeded: random.next() >> 56) }
        var special = reading.blocks(all, &random, .finite)
        for block in stride(from: 0, to: all, by: 7) {
          let own = Array(special[size * block..<size * (block + 1)])
          special.replaceSubrange(
            size * block..<size * (block + 1), with: reading.block(own, scales: reading.scales(.special, &random)))
        }
        add(special, try Row(scales: scales, values: values))
        // Codes at their limits or next to them, and values near -128: sums that binary32 has to round.
        let largest = (0..<all).flatMap { _ in
          var block = reading.block(reading.extremes[0], scales: reading.scales(.ordinary, &random))
          for i in reading.codeBytes { block[i] ^= UInt8(random.integer(in: 0..<2)) }
          return block
        }
        let least = (0..<columns * count).map { _ in Int8(-128 + random.integer(in: 0..<3)) }
        add(largest, try Row(scales: [Float](repeating: 1, count: blocks * count), values: least))
      }
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

extension MatMatCases<Q8K.Row> {
  /// Of Q4_K: around the tiles of the fastest path, which takes 32 rows, 16 of them a register, and activations by fours
  /// and by groups of 32; a single one of each is among them.
  static func all(_ run: Recorder) throws -> MatMatCases {
    try all(
      run, [.q4K],
      [(1, 1, 1), (5, 1, 3), (31, 2, 4), (32, 3, 5), (33, 1, 7), (47, 2, 9), (65, 3, 17), (16, 1, 33), (3, 1, 129)])
  }
}
