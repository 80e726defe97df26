import XCTest

@testable import Kernels

final class Q4KQ8KMatMatTests: XCTestCase {
  /// Each result against `dot` by the reference, on every path, around the tile sizes of the fastest.
  func testEveryPathHasTheBitsOfDot() throws {
    var random = PCG32(seed: 91)
    let shapes = [(1, 1, 1), (5, 1, 3), (31, 2, 4), (32, 3, 5), (33, 1, 7), (47, 2, 9), (65, 3, 17), (3, 1, 129)]
    for (rows, blocks, count) in shapes {
      for finite in [true, false] {
        let weights = finite ? random.superBlocks(rows * blocks) : random.anySuperBlocks(rows * blocks)
        let x = (0..<count * blocks * 256).map { _ in finite || random.below(400) > 0 ? random.value() : .infinity }
        try check(weights, rows, blocks, try Q8K.quantizeGGML(x), count, "\(rows), \(blocks), \(count), \(finite)")
      }
    }
  }

  /// The largest sums, which no binary32 number holds exactly: they must be rounded once.
  func testTheLargestSumsAreRoundedOnce() throws {
    var random = PCG32(seed: 92)
    let (rows, count) = (32, 8)
    // All scales and minimums 63, all weights 15 or 14.
    let block: [UInt8] = [0, 0x3c, 0, 0x3c] + [UInt8](repeating: 0xff, count: 12)
    let weights = (0..<rows * 3).flatMap { _ in block + (0..<128).map { _ in 0xff ^ UInt8(random.below(2)) } }
    let values = (0..<count * 768).map { _ in Int8(-128 + random.below(3)) }
    let row = try Q8K.Row(scales: [Float](repeating: 1, count: count * 3), values: values)
    try check(weights, rows, 3, row, count, "largest")
  }

  private func check(
    _ weights: [UInt8], _ rows: Int, _ blocks: Int, _ activations: Q8K.Row, _ count: Int, _ context: String
  ) throws {
    let (bytes, columns) = (blocks * Q4K.blockBytes, blocks * 256)
    var expected: [Float] = []
    for c in 0..<count {
      let one = try Q8K.Row(
        scales: Array(activations.scales[c * blocks..<(c + 1) * blocks]),
        values: Array(activations.values[c * columns..<(c + 1) * columns]))
      for r in 0..<rows {
        expected.append(try Q4KQ8K.dot(Array(weights[r * bytes..<(r + 1) * bytes]), one, implementation: .scalar))
      }
    }
    for implementation in Q4KQ8K.implementations {
      for threads in [1, 3] {
        var results = [Float](repeating: .nan, count: count * rows)
        try weights.withUnsafeBytes { bytes in
          try results.withUnsafeMutableBufferPointer {
            try Q4KQ8K.matMat(
              bytes, rows: rows, columns: columns, activations, count: count, into: $0, threads: threads,
              implementation: implementation)
          }
        }
        assertSameBits(results, expected, "\(context), \(implementation), \(threads) threads")
      }
    }
  }

  func testShapesThatDoNotFitAreRefused() throws {
    let row = try Q8K.Row(count: 512)
    var results = [Float](repeating: 0, count: 2)
    let weights = [UInt8](repeating: 0, count: 144)
    func call(rows: Int, columns: Int, count: Int) throws {
      try weights.withUnsafeBytes { bytes in
        try results.withUnsafeMutableBufferPointer {
          try Q4KQ8K.matMat(bytes, rows: rows, columns: columns, row, count: count, into: $0)
        }
      }
    }
    XCTAssertNoThrow(try call(rows: 1, columns: 256, count: 2))
    for (rows, columns, count) in [(2, 256, 2), (1, 512, 2), (1, 256, 3), (1, 255, 2), (-1, 256, 2), (1, 256, -1)] {
      XCTAssertThrowsError(try call(rows: rows, columns: columns, count: count))
    }
  }
}
